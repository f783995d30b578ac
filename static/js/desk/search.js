// The search box of the queue: what may be typed next is offered below it, and what is wrong is said
// once somebody has finished the word.
import { isOurs as isFromDesk } from "./session.js";

const search = document.getElementById("q");
const filters = document.getElementById("filters");
const panel = document.getElementById("panel");
const offered = document.getElementById("offered");
const PAUSE = 150; // milliseconds after a key
const STOPPED = 1000; // milliseconds without one, after which a word counts as finished
let timer = 0;
let asked = 0;
let active = -1; // the option that arrow keys have come to
let unsaid = false; // an error in the word that is still being typed
let saying = 0;

const options = () => [...offered.querySelectorAll("[role=option]")];
const isOpen = () => !panel.hidden;
const begun = () => offered.firstElementChild?.hasAttribute("data-begun");
const likely = () => document.getElementById("mended");

search.setAttribute("role", "combobox");
search.setAttribute("aria-autocomplete", "list");
search.setAttribute("aria-controls", "completions");
close();

function close() {
  clearTimeout(timer);
  asked += 1;
  panel.hidden = true;
  search.setAttribute("aria-expanded", "false");
  mark(-1);
}

function mark(place) {
  active = place;
  for (const [number, option] of options().entries()) option.setAttribute("aria-selected", String(number === place));
  const option = options()[place];
  option?.scrollIntoView({ block: "nearest" });
  if (option) search.setAttribute("aria-activedescendant", option.id);
  else search.removeAttribute("aria-activedescendant");
}

function ask() {
  clearTimeout(timer);
  timer = setTimeout(offer, PAUSE);
}

async function offer() {
  asked += 1;
  const mine = asked;
  const upto = search.value.slice(0, search.selectionStart);
  const response = await fetch(`${panel.dataset.url}?${new URLSearchParams({ upto })}`).catch(() => null);
  if (!response?.ok || response.redirected || !isFromDesk(response)) return; // the box goes on without
  const html = await response.text();
  if (mine !== asked || document.activeElement !== search) return;
  offered.innerHTML = html;
  mark(-1);
  panel.hidden = options().length === 0;
  search.setAttribute("aria-expanded", String(isOpen()));
}

function take(option) {
  const rest = search.value.slice(search.selectionStart).trimStart();
  type(option.dataset.text + rest, option.dataset.text.length);
}

function type(text, caret = text.length) {
  search.value = text;
  search.setSelectionRange(caret, caret);
  search.dispatchEvent(new Event("input", { bubbles: true }));
}

function mend() {
  type(likely().dataset.query);
  close();
}

function step(by) {
  const count = options().length;
  const from = active < 0 && by < 0 ? 0 : active;
  mark((from + by + count) % count);
}

const KEYS = {
  ArrowDown: () => (isOpen() ? step(1) : offer()),
  ArrowUp: () => isOpen() && step(-1),
  Enter: () => (active < 0 ? close() : take(options()[active])),
  Tab: () => (isOpen() ? take(options()[Math.max(active, 0)]) : mend()),
};

// Enter searches, unless an option was chosen; Tab leaves the box where there is nothing to take.
function isOurs({ key, shiftKey, isComposing }) {
  if (isComposing || !Object.hasOwn(KEYS, key)) return false;
  if (key !== "Tab") return true;
  return !shiftKey && (isOpen() ? active >= 0 || begun() : likely() !== null);
}

search.addEventListener("keydown", (event) => {
  if (!isOurs(event)) return;
  if (event.key !== "Enter" || active >= 0) event.preventDefault();
  KEYS[event.key]();
});
search.addEventListener("input", ask);
search.addEventListener("input", () => clearTimeout(saying));
search.addEventListener("focus", ask);
search.addEventListener("blur", () => {
  close();
  sayIt();
});

function sayIt() {
  clearTimeout(saying);
  if (unsaid) htmx.trigger(filters, "submit");
}

// The box keeps the focus while an option is pressed.
panel.addEventListener("mousedown", (event) => event.preventDefault());
panel.addEventListener("click", ({ target }) => {
  const option = target.closest("[role=option]");
  if (option) take(option);
});

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.elt !== filters) return;
  const typed = detail.requestConfig.triggeringEvent?.type === "input";
  unsaid = typed && detail.xhr.status === 422 && detail.serverResponse.includes("data-unfinished");
  if (!unsaid) return;
  detail.shouldSwap = false;
  saying = setTimeout(sayIt, STOPPED);
});
document.body.addEventListener("htmx:afterSettle", () => {
  search.setAttribute("aria-invalid", String(document.querySelector("#query-error p") !== null));
});
