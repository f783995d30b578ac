// The list: one row is current, keys move it, the pane shows it, the pages below and above come in
// time.
import { keyOf } from "./keys.js";
import { add, fail, say } from "./messages.js";
import * as outbox from "./outbox.js";
import * as pane from "./pane.js";
import * as place from "./place.js";
import { part } from "./session.js";

const SETTLED = 80; // milliseconds on a row before the pane loads it
const AHEAD = 25; // rows beyond the current one, fewer than which a further page is fetched
const MORE = "more"; // what stands for the page below
const LESS = "less"; // and for the one above
const turns = [];
let taking = false; // whether one turn is waiting for a page
const loading = {}; // the pages that are on their way, below and above
let timer;
let spent = ""; // the row that was decided on before, where one came there by deciding on another
let owed = ""; // the row that has been decided on and not yet left, as the next page did not come
let firstPage = new URL(location).searchParams.get("after");

export const current = () => document.querySelector("#rows > [aria-current]");
export const first = () => document.querySelector("#rows > .row");
export const rowOf = (article) => document.getElementById(`article-${article}`);
export const isAtEnd = () => !current() && first() !== null;
const isDecided = (row) => row.matches(".done, .sending, .unsent");
const isCurrent = (row) => row.id === current()?.id; // the element is another after each answer

export function focus(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

// Makes a row current. By key it comes to rest in the upper third; under the mouse nothing moves.
export function select(row, { scroll = "start", isMeant = true } = {}) {
  if (!row) return;
  owed = "";
  spent = !isMeant && isDecided(row) ? row.id : "";
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  focus(row);
  row.scrollIntoView({ block: scroll });
  remember(row);
  clearTimeout(timer);
  if (!pane.showKept(row)) {
    pane.preview(row);
    timer = setTimeout(pane.show, SETTLED, row);
  }
  for (const end of [MORE, LESS]) if (isNear(row, end)) load(end).catch(() => {}); // whoever comes there is told
}

// The address leads back to the row, to the page of the list that it came with, and to the list as it
// was when it was entered.
function remember(row) {
  const address = new URL(location.href);
  const after = row.dataset.after ?? firstPage;
  address.searchParams.set("asof", row.parentElement.dataset.asof);
  address.searchParams.set("at", row.id.replace("article-", ""));
  if (after) address.searchParams.set("after", after);
  else address.searchParams.delete("after");
  history.replaceState(history.state, "", address);
  place.note(row);
}

export const show = () => current() && pane.show(current());

addEventListener("online", show);

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
    outbox.quiet().then(() => fail(`The further page of the list did not come${left ? `, and ${left} key${left > 1 ? "s were" : " was"} ignored` : ""}. Try again.`));
  } finally {
    taking = false;
  }
}

// One row down; a promise where the row below has still to come. At the end of the list it stays.
export function down(options) {
  return current() ? goDown((row) => select(row, options)) : tellEnd();
}

// To the row below the one decided on; below the last one, nothing is current.
export function goOn(options, tell = say) {
  return goDown((row) => (row ? select(row, { ...options, isMeant: false }) : close(tell)));
}

function goDown(go) {
  const row = current();
  const below = row.nextElementSibling;
  if (below?.id !== MORE) return go(below);
  owed = row.id;
  return load(MORE).then(() => {
    if (!isCurrent(row)) return;
    owed = "";
    const next = current().nextElementSibling;
    if (next !== below) go(next);
  });
}

export const END = `That was the last; ${keyOf("undo")} undoes.`;

function close(tell) {
  owed = "";
  clearTimeout(timer);
  current().removeAttribute("aria-current");
  pane.clear();
  focus(document.getElementById("rows"));
  tellEnd(tell);
}

export function tellEnd(tell = say) {
  if (isAtEnd()) tell(END);
}

// Keys that were typed ahead do not decide anew on what has been decided: whoever wants to goes there.
export const isSpent = (row) => row.id === spent && isDecided(row);

export function mean() {
  spent = "";
}

// Whoever decides means the row after the one decided on last, also where that did not come at once.
export const catchUp = () => (owed && owed === current()?.id ? goOn() : null);

// One row up, likewise; from below the last one to that.
export function up() {
  const row = current();
  if (!row) return select([...document.querySelectorAll("#rows > .row")].at(-1));
  const above = row.previousElementSibling;
  if (above?.id !== LESS) return select(above);
  return load(LESS).then(() => {
    const next = current()?.previousElementSibling;
    if (isCurrent(row) && next?.id !== LESS) select(next);
  });
}

// To the first article of the page below, or of the one that one is on, else of the page above.
export async function turnPage(end) {
  const row = current();
  if (!row) return select(first());
  const isLast = end === MORE && !rowBeyond(row);
  const isFirst = end === LESS && row === startOf(row);
  if (isLast || (isFirst && row === first())) await load(end);
  if (end === MORE) return select(rowBeyond(row));
  return select(isFirst ? startOf(row.previousElementSibling) : startOf(row));
}

const pageOf = (row) => row.dataset.after ?? firstPage ?? "";

function rowBeyond(row) {
  let beyond = row;
  while (beyond?.matches(".row") && pageOf(beyond) === pageOf(row)) beyond = beyond.nextElementSibling;
  return beyond?.matches(".row") ? beyond : null;
}

function startOf(row) {
  if (!row?.matches(".row")) return null;
  let start = row;
  while (start.previousElementSibling?.matches(".row") && pageOf(start.previousElementSibling) === pageOf(row)) start = start.previousElementSibling;
  return start;
}

function isNear(row, end) {
  let beyond = row;
  for (let count = 0; beyond && count < AHEAD; count += 1) beyond = end === MORE ? beyond.nextElementSibling : beyond.previousElementSibling;
  return document.getElementById(end) !== null && (!beyond || beyond.id === end);
}

// The page below or above, each once at a time.
export function load(end) {
  loading[end] ??= extend(end).finally(() => {
    loading[end] = undefined;
  });
  return loading[end];
}

async function extend(end) {
  const beyond = document.getElementById(end);
  if (!beyond) return;
  const { href } = beyond.querySelector("a");
  const html = await part(href, end, outbox.sentences);
  if (html === null) throw new Error("Nobody is signed in.");
  if (!beyond.isConnected) return; // another list has come meanwhile
  const rows = fresh(html, end, new URL(href).searchParams.get("after") ?? "");
  const hadFocus = beyond.contains(document.activeElement);
  keepStill(() => beyond.replaceWith(...rows));
  document.dispatchEvent(new CustomEvent("desk:rows", { detail: rows }));
  if (hadFocus && rows.length) focus(rows.at(end === MORE ? 0 : -1));
}

// The rows of a page that are not in the list, and what stands for the page beyond it.
function fresh(html, end, after) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const rows = [...template.content.children].filter(({ id }) => id === end || !document.getElementById(id));
  for (const row of rows) row.dataset.after = after;
  return rows.filter(({ id }) => id === end || ![MORE, LESS].includes(id));
}

// What comes in above moves nothing that one sees.
function keepStill(change) {
  const row = current() ?? first();
  const top = row?.getBoundingClientRect().top;
  change();
  const list = document.getElementById("rows");
  const scroller = getComputedStyle(list).overflowY === "visible" ? document.scrollingElement : list;
  if (row) scroller.scrollTop += row.getBoundingClientRect().top - top;
}

// Back in the list: where one was, else on the article below if that one has been decided on meanwhile
// or has left it.
export function resume() {
  if (!first()) return;
  const back = new URL(location).searchParams.has("at");
  const isDone = current()?.classList.contains("done") && !place.wasDone();
  if (isDone && !place.below()) return close(add);
  const row = (isDone ? place.below() : null) ?? current() ?? place.below();
  if (back) return select(row ?? first());
  if (!current()) first().setAttribute("aria-current", "true");
  place.note(current());
  pane.start(current());
}

// Where one is, to come back to: the current row and those below it, and their page.
export function whereabouts() {
  const row = current();
  return row && { rows: [row.id, ...place.rowsBelow(row)], after: row.dataset.after ?? firstPage };
}

// Another list: its first row is current, or where one comes `back` to is.
export function restart(back) {
  firstPage = new URL(location).searchParams.get("after");
  const known = back?.rows.map((id) => document.getElementById(id)).find(Boolean);
  const row = known ?? first();
  if (!row) return pane.clear();
  if (known && !document.activeElement.matches("input, select")) return select(known);
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  place.note(row);
  if (known) row.scrollIntoView({ block: "start" });
  return pane.show(row);
}
