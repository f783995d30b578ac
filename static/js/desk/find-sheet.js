// Finding an article to link the current one to, or to fold it into: the likeliest stand there before
// anybody types, arrows choose, and Enter takes the chosen one.
import * as outbox from "./outbox.js";
import { part } from "./session.js";
import { sheet } from "./sheets.js";

const PAUSE = 200; // milliseconds after a key
const dialog = document.getElementById("find-sheet");
const box = document.getElementById("find-box");
const place = document.getElementById("find-offered");
const form = dialog.querySelector("form");
const here = sheet(dialog);
let timer = 0;
let asking; // what is on its way
let isOld = true; // what stands there is not what there is for what is typed

const KINDS = {
  link: {
    heading: "Link related coverage",
    verb: "Link",
    act: "links/add",
    said: (title) => ["Readers find it below ", title, "."],
    fields: (key) => ({ target: key }),
  },
  fold: {
    heading: "Fold into another story",
    verb: "Fold into it",
    act: "fold",
    said: (title) => [title, " then stands below the one that you choose."],
    fields: (key) => ({ into: key }),
  },
};

export function open(kind) {
  const { heading, verb, said } = KINDS[kind];
  dialog.querySelector("h2").textContent = heading;
  form.querySelector("[type=submit] span").textContent = verb;
  const draft = here.open(kind, said);
  box.value = draft?.get("q") ?? "";
  place.replaceChildren(lines());
  box.focus();
  ask();
}

function lines() {
  const made = document.createElement("p");
  made.className = "lines";
  made.append(...[1, 2, 3].map(() => document.createElement("i")));
  return made;
}

async function ask() {
  clearTimeout(timer);
  asking?.abort();
  const mine = new AbortController();
  [asking, isOld] = [mine, true];
  const address = `${here.address("links/offered/")}?${new URLSearchParams({ for: here.kind, q: box.value })}`;
  try {
    const html = await part(address, "find-offered", outbox.sentences, mine.signal);
    if (mine !== asking) return;
    if (html === null) return give("Sign in to see what there is: type again then.");
    place.innerHTML = html;
    mark(options()[0]);
    isOld = false;
  } catch (error) {
    if (error.name !== "AbortError" && mine === asking) give("What there is did not come: the server cannot be reached. Type again to try again.");
  }
}

function give(text) {
  place.replaceChildren();
  here.fail(text);
}

const options = () => [...place.querySelectorAll("[role=option]")];
const chosen = () => place.querySelector("[aria-selected=true]");

function mark(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
}

function step(by) {
  const all = options();
  if (all.length) mark(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
}

box.addEventListener("input", () => {
  here.fail("");
  clearTimeout(timer);
  asking?.abort();
  isOld = true;
  timer = setTimeout(ask, PAUSE);
});
box.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.isComposing) return;
  event.preventDefault();
  step(by);
});
// In a box of its kind Esc would take back what was typed first.
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  event.preventDefault();
  dialog.close();
});

function choose(option) {
  const { act, fields } = KINDS[here.kind];
  here.decide(act, { ...fields(option.dataset.key), q: box.value });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isOld) here.fail("Still looking: press Enter once they are there.");
  else if (chosen()) choose(chosen());
  else here.fail("Nothing is chosen: type other words.");
});
// The box keeps the focus.
place.addEventListener("mousedown", (event) => event.preventDefault());
place.addEventListener("click", ({ target }) => {
  const option = target.closest("[role=option]");
  if (option && !isOld) choose(option);
});
