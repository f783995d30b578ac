// The list: one row is current, keys move it, the pane shows it, the next page comes in time.
import { fail } from "./messages.js";
import * as outbox from "./outbox.js";
import * as place from "./place.js";
import { part } from "./session.js";

const SETTLED = 80; // milliseconds on a row before the pane loads it
const AHEAD = 25; // rows below the current one, fewer than which the next page is fetched
const pane = document.getElementById("pane");
const turns = [];
let taking = false; // whether one turn is waiting for a page
let loading; // the page that is on its way
let reading; // the article that is on its way to the pane
let timer;
let owed = ""; // the row that has been decided on and not yet left, as the next page did not come
let firstPage = new URL(location).searchParams.get("after");

export const current = () => document.querySelector("#rows > [aria-current]");
export const first = () => document.querySelector("#rows > .row");
export const rowOf = (article) => document.getElementById(`article-${article}`);
const isCurrent = (row) => row.id === current()?.id; // the element is another after each answer
const isWide = () => getComputedStyle(pane).display !== "none";

export function focus(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

// Makes a row current. By key it comes to rest in the upper third; under the mouse nothing moves.
export function select(row, { scroll = "start" } = {}) {
  if (!row) return;
  owed = "";
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  focus(row);
  row.scrollIntoView({ block: scroll });
  remember(row);
  pane.inert = true; // it still shows the row before: its buttons would decide on that
  clearTimeout(timer);
  timer = setTimeout(show, SETTLED, row);
  if (isNearEnd(row)) load().catch(() => {}); // whoever comes to the end is told
}

// The address leads back to the row, and to the page of the list that it came with.
function remember(row) {
  const address = new URL(location.href);
  const after = row.dataset.after ?? firstPage;
  address.searchParams.set("at", row.id.replace("article-", ""));
  if (after) address.searchParams.set("after", after);
  else address.searchParams.delete("after");
  history.replaceState(history.state, "", address);
  place.note(row);
}

export async function show(row = current()) {
  if (!row || !isWide()) return;
  reading?.abort();
  reading = new AbortController();
  try {
    const html = await part(`${row.querySelector("h2 a").href}pane/`, "pane", outbox.sentences, reading.signal);
    if (!isCurrent(row)) return;
    pane.innerHTML = html ?? "Sign in to read it here.";
    pane.inert = false;
    htmx.process(pane);
  } catch (error) {
    if (error.name === "AbortError" || !isCurrent(row)) return;
    pane.textContent = "The article did not come: go to it again.";
    pane.inert = false;
  }
}

addEventListener("online", () => show());

// What keys ask for, one after another: while one waits for the next page, the others wait for it.
// A key that is held does not pile up.
export async function take(turn, held = false) {
  if (taking && held) return;
  turns.push(turn);
  if (taking) return;
  taking = true;
  try {
    while (turns.length) {
      const wait = turns.shift()();
      if (wait) await wait;
    }
  } catch {
    const left = turns.splice(0).length;
    // What is still on its way would put its own message in this one's place.
    outbox.quiet().then(() => fail(`The next page of the list did not come${left ? `, and ${left} key${left > 1 ? "s were" : " was"} ignored` : ""}. Try again.`));
  } finally {
    taking = false;
  }
}

// One row down; a promise where the row below has still to come. At the end of the list it stays.
export function down(options) {
  const row = current();
  if (!row) return select(first(), options);
  const below = row.nextElementSibling;
  if (below?.id !== "more") return select(below, options);
  owed = row.id;
  return load().then(() => {
    if (!isCurrent(row)) return;
    owed = "";
    const next = current().nextElementSibling;
    if (next !== below) select(next, options);
  });
}

// Whoever decides means the row after the one decided on last, also where that did not come at once.
export const catchUp = () => (owed && owed === current()?.id ? down() : null);

export function up() {
  const row = current();
  select(row ? row.previousElementSibling : first());
}

function isNearEnd(row) {
  let below = row;
  for (let count = 0; below && count < AHEAD; count += 1) below = below.nextElementSibling;
  return document.getElementById("more") !== null && (!below || below.id === "more");
}

// The next page, once at a time.
export function load() {
  loading ??= append().finally(() => {
    loading = undefined;
  });
  return loading;
}

async function append() {
  const more = document.getElementById("more");
  if (!more) return;
  const { href } = more.querySelector("a");
  const html = await part(href, "more", outbox.sentences);
  if (html === null) throw new Error("Nobody is signed in.");
  if (!more.isConnected) return; // another list has come meanwhile
  const after = new URL(href).searchParams.get("after");
  const template = document.createElement("template");
  template.innerHTML = html;
  const rows = [...template.content.children].filter((row) => row.id === "more" || !document.getElementById(row.id));
  for (const row of rows) row.dataset.after = after;
  const hadFocus = more.contains(document.activeElement);
  more.replaceWith(...rows);
  document.dispatchEvent(new CustomEvent("desk:rows", { detail: rows }));
  if (hadFocus && rows.length) focus(rows[0]);
}

// Back in the list: where one was, else on the article below if that one has left it meanwhile.
export function resume() {
  if (!first()) return;
  const back = new URL(location).searchParams.has("at");
  const row = current() ?? place.below();
  if (back) select(row ?? first());
  else if (!row) first().setAttribute("aria-current", "true");
}

// Another list: its first row is current.
export function restart() {
  firstPage = new URL(location).searchParams.get("after");
  const row = first();
  if (!row) return pane.replaceChildren();
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  show(row);
}
