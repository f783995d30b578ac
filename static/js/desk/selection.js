// Rows picked to act on them together. They stay picked while further pages of the list come and
// rows are shown anew, and are forgotten with another list.
import * as basket from "./basket.js";
import { current } from "./list.js";
import * as messages from "./messages.js";
import * as outbox from "./outbox.js";
import { forget, listHere, load, save } from "./picked.js";
import { part } from "./session.js";

const form = document.getElementById("picks");
const columns = document.querySelector(".columns");
const results = document.getElementById("results");
const heading = document.getElementById("picked-count");
let picked = load();
let isForTop = false; // whether a topic is chosen to be on top of
let last = null; // the article picked last, from where a range goes

const rows = () => [...document.querySelectorAll("#rows > .row")];
const boxOf = (row) => row.querySelector(".pick input");
const keyOf = (row) => row.id.replace("article-", "");
const versionOf = (row) => boxOf(row).value.split(".")[1];
export const isPicking = () => picked.all || picked.rows.size > 0;
const isPicked = (row) => picked.all || picked.rows.has(keyOf(row));

function put(row, on) {
  if (on) picked.rows.set(keyOf(row), versionOf(row));
  else picked.rows.delete(keyOf(row));
}

function pick(row, on) {
  // One of all that match taken out leaves the others that one sees.
  if (picked.all && !on) {
    picked.all = false;
    for (const other of rows()) put(other, true);
    messages.say("Of all that match, only those on the page stay picked.");
  }
  put(row, on);
  last = on ? keyOf(row) : last;
  changed();
}

function toggle() {
  const row = current();
  if (row) pick(row, !isPicked(row));
}

function pickToHere() {
  const list = rows();
  const here = list.indexOf(current());
  if (here < 0) return;
  const from = list.findIndex((row) => keyOf(row) === last);
  const [start, end] = [from < 0 ? here : from, here].toSorted((one, other) => one - other);
  for (const row of list.slice(start, end + 1)) put(row, true);
  last = keyOf(current());
  changed();
}

function pickAll() {
  if (!rows().length) return;
  picked.all = true;
  changed();
}

// Everything of the list that is like the current row: of its source, of its day, or the same text.
async function pickLike(what) {
  const row = current();
  if (!row) return;
  const address = new URL("bulk/like/", document.querySelector(".bar .word").href);
  address.search = new URLSearchParams({ article: keyOf(row), what, query: location.search.slice(1) });
  const html = await part(address.href, "picks", outbox.sentences).catch(() => null);
  if (html === null) return messages.fail("What is like it did not come. Try again.");
  const found = new DOMParser().parseFromString(html, "text/html").querySelector("[data-picks]");
  for (const one of found.dataset.picks.split(",").filter(Boolean)) picked.rows.set(...one.split("."));
  last = keyOf(row);
  messages.say(found.textContent.trim());
  changed();
}

// Returns whether anything was picked.
export function clear() {
  const any = isPicking();
  picked = { list: listHere(), all: false, rows: new Map() };
  if (any) changed();
  return any;
}

function changed() {
  picked.list = listHere();
  if (isPicking()) save(picked);
  else forget();
  paint();
}

function paint() {
  const focused = form.contains(document.activeElement);
  for (const row of rows()) {
    const on = isPicked(row);
    if (on && !picked.all) put(row, true); // in the version that is seen now
    boxOf(row).checked = on;
    row.classList.toggle("picked-row", on);
    row.classList.toggle("in-basket", basket.has(keyOf(row)));
    boxOf(row).ariaDescription = basket.has(keyOf(row)) ? "in your basket" : null;
  }
  const box = document.getElementById("pick-all");
  box.checked = picked.all;
  columns.classList.toggle("picking", isPicking());
  say();
  if (focused && !isPicking()) current()?.focus({ preventScroll: true });
}

function say() {
  const words = picked.all ? `All that match: ${results.querySelector(".count").textContent.replace(/in this list/, "").trim()}` : `${picked.rows.size} picked`;
  if (heading.textContent !== words) heading.textContent = words.replace(/\s+/g, " ");
}

// Sends those picked to the page that shows what would be done; false where nothing is.
export function propose(act, { quality } = {}) {
  if (!isPicking()) return false;
  if (quality !== undefined) form.elements.quality.value = quality;
  if (act === "reject" && document.activeElement !== form.elements.reason) form.elements.reason.focus();
  else form.querySelector(`[name=what][value="${act}"]`)?.click();
  return true;
}

// On top of a topic until a time: false where nothing is picked.
export function feature() {
  if (!isPicking()) return false;
  const { topic, until } = form.elements;
  isForTop = true;
  (topic.value ? until : topic).focus();
  return true;
}

// What is on its way is part of what one sees.
form.addEventListener("submit", async (event) => {
  if (!outbox.state().items.length) return;
  event.preventDefault();
  if (await outbox.quiet()) form.requestSubmit(event.submitter);
});

form.addEventListener("formdata", ({ formData }) => {
  formData.set("query", location.search.slice(1));
  formData.set("next", location.pathname + location.search);
  formData.delete("pick");
  formData.set("pick", [...picked.rows].map((one) => one.join(".")).join(","));
  if (picked.all) formData.set("all", "1");
  else formData.delete("all");
});

// Enter in a field does what the button beside it says.
form.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("input")) {
    event.preventDefault();
    current()?.focus({ preventScroll: true });
  }
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault();
  if (isForTop && event.target === form.elements.topic) return form.elements.until.focus();
  event.target.closest(".with").querySelector("button").click();
});

results.addEventListener("click", (event) => {
  const box = event.target.closest(".pick input");
  const row = box?.closest(".row");
  if (!row) return;
  if (event.shiftKey && last) rangeTo(row);
  else pick(row, box.checked);
});

function rangeTo(row) {
  const list = rows();
  const ends = [list.findIndex((other) => keyOf(other) === last), list.indexOf(row)];
  const [start, end] = ends.toSorted((one, other) => one - other);
  for (const other of list.slice(Math.max(start, 0), end + 1)) put(other, true);
  last = keyOf(row);
  changed();
}

results.addEventListener("change", ({ target }) => {
  if (target.id !== "pick-all") return;
  if (target.checked) pickAll();
  else clear();
});

const controls = {
  "pick-here": pickToHere,
  "pick-matching": pickAll,
  "pick-source": () => pickLike("source"),
  "pick-day": () => pickLike("day"),
  "pick-copies": () => pickLike("copies"),
  unpick: clear,
};
for (const [id, act] of Object.entries(controls)) document.getElementById(id).addEventListener("click", act);

// The basket gets what is picked, else the current row.
function toBasket() {
  const list = isPicking() ? [...picked.rows] : [current()].filter(Boolean).map((row) => [keyOf(row), versionOf(row)]);
  if (!list.length && !picked.all) return;
  basket.toggle(list, picked.all);
  paint();
}

document.getElementById("pick-basket").addEventListener("click", (event) => {
  event.preventDefault();
  toBasket();
});

export const keys = {
  basket: toBasket,
  pick: toggle,
  "pick-here": pickToHere,
  "pick-matching": pickAll,
  "pick-source": controls["pick-source"],
  "pick-day": controls["pick-day"],
  "pick-copies": controls["pick-copies"],
  topic() {
    isForTop = false;
    if (isPicking()) form.elements.topic.focus();
  },
};

// Rows come with further pages, after decisions, and with another list.
new MutationObserver((changes) => {
  const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
  if (!added.some((node) => node.id === "rows" || node.classList?.contains("row") || node.classList?.contains("tools"))) return;
  if (picked.list !== listHere()) clear();
  paint();
}).observe(results, { childList: true, subtree: true });

if (picked.list !== listHere()) clear();
paint();
