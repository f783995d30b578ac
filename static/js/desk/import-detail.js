// One import: reads progress aloud in steps, and leads from one broken file to the next.
import { bind } from "./keys.js";

const said = document.getElementById("said");
const body = document.body;
let heard; // of the import itself
let going; // from where and which way, once the rows that are asked for are here

// Screen readers hear a change, not every second, and not again what something else was said after.
function tell() {
  const status = document.querySelector("#progress [data-said]") ?? document.querySelector("#batch[data-said]");
  const now = status?.dataset.said;
  if (now && now !== heard) said?.replaceChildren((heard = now));
}

tell();
body.addEventListener("htmx:afterSettle", tell);

// The caret goes to where a file is broken, and once that is mended on to the next; where another
// story has its address, to what is to be decided.
body.addEventListener("htmx:afterSwap", ({ detail }) => {
  const item = detail.elt.closest?.(".item");
  if (!item) return;
  // What other files say of how many there are is of before.
  const counts = document.querySelectorAll(`.item:not(#${item.id}) .steps .quiet`);
  if (detail.pathInfo.requestPath.endsWith("/mend/")) counts.forEach((count) => count.remove());
  if (goneOn(item)) return;
  const box = item.querySelector(".mend textarea");
  if (box) point(box);
  else if (item.querySelector(".message.good")) goOn(item);
  else if (detail.pathInfo.requestPath.endsWith("/mend/")) item.querySelector(".clash button")?.focus();
});

function goneOn(item) {
  const focused = document.activeElement;
  return focused !== body && !item.contains(focused);
}

// What many files were mended for goes on with the next that is broken, else with the import.
body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.target.matches("#batch.mending")) return;
  body.addEventListener("htmx:afterSettle", () => step(null, 1) || focusOn("#decide .primary:enabled"), { once: true });
});

const go = (by) => () => step(document.activeElement.closest(".item"), by);
bind({ n: go(1), N: go(-1) });

body.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  if (event.target.matches(".mend textarea")) event.target.form.requestSubmit();
});

body.addEventListener("click", (event) => {
  const link = event.target.closest("[data-step]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  step(link.closest(".item"), Number(link.dataset.step));
});

// Rows that were asked for are here, or do not come.
body.addEventListener("htmx:afterSettle", () => {
  if (!going || document.querySelector("#files .htmx-request")) return;
  const [from, by] = going;
  const next = beside(from, by);
  going = undefined;
  if (next) goTo(next, from);
});
for (const type of ["htmx:responseError", "htmx:sendError"]) body.addEventListener(type, () => (going = undefined));

// What was typed and not tried is not lost by mistake.
window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll(".mend textarea")].some(isTyped)) event.preventDefault();
});

const isTyped = (box) => box.value !== box.defaultValue || "unkept" in box.dataset;
const lone = !document.getElementById("files") && document.querySelector(".mend textarea");
if (lone) point(lone); // a file on a page of its own

function point(box) {
  const lines = box.value.split("\n");
  const before = lines.slice(0, box.dataset.line - 1);
  const column = Math.min(box.dataset.column - 1, lines[before.length]?.length ?? 0);
  const at = before.reduce((sum, line) => sum + line.length + 1, column);
  box.focus();
  box.setSelectionRange(at, at);
  box.scrollTop = (box.scrollHeight * before.length) / lines.length - box.clientHeight / 2;
  box.closest(".item").scrollIntoView({ block: "nearest" });
}

// Open the next broken file, or with -1 the one before: in the list, on its next page, else on a page
// of its own. Returns whether there is one.
function step(from, by) {
  const next = beside(from, by);
  if (next) return goTo(next, from);
  const rows = by > 0 && from && document.querySelector("#files #more a");
  const ask = rows || (!broken().length && document.querySelector("#tab-error"));
  if (ask) {
    going = [rows ? from : null, by];
    ask.click();
    return true;
  }
  const page = from?.querySelector(`[data-step="${by}"]`)?.href;
  const elsewhere = page && !document.getElementById("path")?.value && !document.getElementById(rowOf(page));
  if (elsewhere) location.assign(page);
  return elsewhere || round(from, by);
}

const rowOf = (page) => `item-${page.match(/(\d+)\/$/)[1]}`;

// Behind the last broken file the first comes again, and says so.
function round(from, by) {
  const next = broken().filter((item) => item !== from).at(by > 0 ? 0 : -1);
  if (!next) return false;
  goTo(next, from);
  const note = document.createElement("span");
  note.className = "message round";
  note.textContent = by > 0 ? "Round again: the first error" : "Round again: the last error";
  next.querySelector("summary").append(note);
  said?.replaceChildren(note.textContent);
  return true;
}

const broken = () => [...document.querySelectorAll(".item[data-broken]")];

function beside(from, by) {
  const side = by > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  return broken()
    .filter((item) => !from || from.compareDocumentPosition(item) & side)
    .at(by > 0 ? 0 : -1);
}

function goTo(item, from) {
  document.querySelector(".round")?.remove();
  const left = from?.querySelector(".mend textarea");
  if (left && !isTyped(left)) from.querySelector("details").open = false;
  return open(item);
}

function open(item) {
  const box = item.querySelector(".mend textarea");
  item.querySelector("summary").focus();
  item.querySelector("details").open = true;
  if (box) point(box);
  return true;
}

// After the last one, those that were passed over come up again.
function goOn(item) {
  if (!document.getElementById("files")) return focusOn('[data-step="1"]') || focusOn("[data-step]") || focusOn("summary");
  if (!step(item, 1)) item.querySelector("summary")?.focus();
}

function focusOn(what) {
  const found = document.querySelector(what);
  found?.focus();
  return Boolean(found);
}

// What is typed from now on looks in the class that was chosen last, though its list is still to come.
body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const chosen = detail.elt.dataset.class;
  if (!chosen) return;
  const narrow = document.getElementById("narrow").elements;
  narrow.class.value = chosen;
  narrow.q.value = "";
});
