// What needs a choice before it is decided on the current row, in a dialog over the list. The decision
// goes into the outbox as all others do; what was typed for one that was refused is there again.
import { current, focus, rowOf } from "./list.js";
import { judgement, send } from "./send.js";

const drafts = new Map(); // the fields of what was refused, and why
let decided = () => {};

const titleOf = (row) => row.querySelector("h2").textContent.trim();
const nameOf = (kind, article) => `${kind} ${article}`;
const kindOf = ({ url }) => ({ add: "link", fold: "fold", feature: "feature" })[new URL(url, location).pathname.split("/").at(-2)];

// `onDecided` is told the kind of what was sent.
export function start(onDecided) {
  decided = onDecided;
}

export function refused(item, why) {
  const kind = kindOf(item);
  if (kind) drafts.set(nameOf(kind, item.article), { fields: item.fields, why });
}

export const done = (item) => drafts.delete(nameOf(kindOf(item), item.article));

// One dialog, for one article at a time.
export function sheet(dialog) {
  const trouble = dialog.querySelector("[role=alert]");
  let kind = "";
  let article = "";
  let typed = false; // whether a key has been pressed since, and not only held

  dialog.addEventListener("close", () => focus(current() ?? document.getElementById("results")));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.repeat && !typed) event.preventDefault();
    else typed = true;
  });
  // Outside of it one leaves it.
  dialog.addEventListener("mousedown", ({ target }) => target === dialog && dialog.close());

  return {
    // Returns what was typed for it and refused before.
    open(of, said) {
      const row = current();
      [kind, article, typed] = [of, row.id.replace("article-", ""), false];
      const draft = drafts.get(nameOf(kind, article));
      const title = document.createElement("bdi");
      title.textContent = titleOf(row);
      dialog.querySelector(".about").replaceChildren(...said(title));
      trouble.textContent = draft?.why ?? "";
      document.getElementById("further")?.hidePopover?.();
      dialog.showModal();
      return draft?.fields;
    },
    address: (path) => new URL(path, rowOf(article).querySelector("h2 a").href).href,
    fail(text) {
      trouble.textContent = text;
    },
    decide(act, fields) {
      const row = rowOf(article);
      if (!row) return this.fail("It is not in this list any more: close this, and look again.");
      drafts.delete(nameOf(kind, article));
      dialog.close();
      if (send(judgement(row.querySelector(".judge"), act, titleOf(row), fields))) decided(kind, row);
    },
    isFor: (of, one) => dialog.open && kind === of && article === one,
    get kind() {
      return kind;
    },
    get article() {
      return article;
    },
  };
}
