// Rows of the list: on their way while a decision is, and as the server answers afterwards.
import { rowOf } from "./list.js";
import * as outbox from "./outbox.js";

const HELD = {
  offline: ["Not sent", "offline, kept"],
  lost: ["Not sent", "the server is away, kept"],
  busy: ["Not sent", "the server is busy, kept"],
  throttled: ["Not sent", "the server asks for a pause, kept"],
  "signed-out": ["Not sent", "signed out, kept"],
};
const shown = new Map(); // what a row said before it was on its way

// Rows are written without what only scripts need.
export function dress(part) {
  for (const form of part.querySelectorAll(".judge")) {
    Object.assign(form.elements.quality, { inputMode: "numeric", autocomplete: "off" });
    const decisions = form.querySelector(".acts");
    decisions.role = "group";
    decisions.setAttribute("aria-labelledby", `d ${form.closest(".row").querySelector("h2").id}`);
  }
}

// Every row says what is on its way for it, the latest if there are several.
export function paint() {
  const { items, held } = outbox.state();
  const rows = new Map();
  for (const item of items) {
    const row = item.article === null ? null : rowOf(item.article);
    if (row) rows.set(row, saying(item, held, items[0]));
  }
  for (const row of shown.keys()) if (!rows.has(row)) restore(row);
  for (const [row, words] of rows) mark(row, words);
}

function saying(item, held, head) {
  if (!held) return [item.label.doing, "saving", "sending"];
  if (item === head && item.unknown) return ["Not known", "whether it was done, asking again", "unsent"];
  return [...(HELD[held.why] ?? ["Not sent", "kept, sent next"]), "unsent"];
}

function mark(row, [status, why, look]) {
  const parts = [row.querySelector(".judge .status"), row.querySelector(".why")];
  if (!shown.has(row)) shown.set(row, parts.map((part) => [...part.childNodes]));
  parts[0].replaceChildren(status);
  parts[1].replaceChildren(why);
  row.classList.remove("sending", "unsent");
  row.classList.add(look);
  if (look === "unsent") parts[1].append(" ", retryButton());
}

function retryButton() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "link", textContent: "Retry" });
  button.addEventListener("click", outbox.retry);
  return button;
}

function restore(row) {
  const parts = [row.querySelector(".judge .status"), row.querySelector(".why")];
  const before = shown.get(row);
  shown.delete(row);
  row.classList.remove("sending", "unsent");
  for (const [index, part] of parts.entries()) part.replaceChildren(...before[index]);
}

// What the server answered to a decision: the row as it is, the message, the counts.
export function read({ text }) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const row = page.querySelector(".row");
  return {
    row,
    article: row && Number(row.id.replace("article-", "")),
    version: row?.querySelector("[name=version]").value,
    toast: [...page.querySelectorAll("#toasts > *")],
    counts: page.querySelectorAll("[id^=count-]"),
  };
}

// Puts the row in its place, where the list has one; neither focus nor current row moves.
export function put(row) {
  const old = rowOf(Number(row.id.replace("article-", "")));
  if (!old) return null;
  shown.delete(old);
  if (old.hasAttribute("aria-current")) row.setAttribute("aria-current", "true");
  if (old.dataset.after) row.dataset.after = old.dataset.after;
  dress(row.parentElement);
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.name === "quality") row.querySelector("[name=quality]").value = focused.value;
  old.replaceWith(row);
  if (focused) refocus(row, focused, old);
  return row;
}

function refocus(row, focused, old) {
  const place = focused === old ? null : `:is(a, button, input):not([type=hidden])`;
  const index = place ? [...old.querySelectorAll(place)].indexOf(focused) : -1;
  const target = row.querySelectorAll(place ?? "a")[index] ?? row;
  if (target === row) row.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// A decision that was not done: the row stays as it is, and says so.
export function refuse(row, label) {
  const line = document.createElement("p");
  line.className = "trouble";
  line.textContent = `“${label.verb.replace(/:$/, "")}” was not done`;
  row.querySelector(".trouble")?.remove();
  row.querySelector(".why").after(line);
  row.classList.add("refused");
}

export function count(spans) {
  for (const span of spans) {
    for (const place of document.querySelectorAll(`#${span.id}, [data-count="${span.id}"]`)) {
      place.textContent = span.textContent;
    }
  }
}
