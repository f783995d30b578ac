// The article beside the list. What its row knows stands there at once, and the dock decides on the
// current row at any time; the rest comes from the server, for the next rows before anybody is there.
import * as outbox from "./outbox.js";
import { changed } from "./presence.js";
import { isOurs, isSignedOut, part } from "./session.js";

const pane = document.getElementById("pane");
const ahead = new Map(); // texts that were fetched before anybody is there, by row and version
const coming = new Map(); // those on their way
const AHEAD = 2; // rows
const KEPT = 8; // texts
let reading; // the article that is on its way

// The row is another element after each answer.
const isShown = (row) => row.id === document.querySelector("#rows > [aria-current]")?.id;

export async function show(row) {
  const signal = begin();
  try {
    const html = await coming.get(keyOf(row)) ?? await part(addressOf(row), "pane", outbox.sentences, signal);
    if (signal.aborted || !isShown(row)) return;
    if (html === null) return say("Sign in to read it here.");
    fill(html, row, signal);
  } catch (error) {
    if (error.name !== "AbortError" && isShown(row)) say("The rest of it did not come: go to it again.");
  }
}

// Without a request, where the row's text is here and still true; tells whether it is.
export function showKept(row) {
  const html = row.matches(".sending, .unsent") ? undefined : ahead.get(keyOf(row));
  if (html !== undefined) fill(html, row, begin());
  return html !== undefined;
}

export const start = (row) => row && fetchAhead(row, begin());

function begin() {
  reading?.abort();
  reading = new AbortController();
  return reading.signal;
}

function fill(html, row, signal) {
  pane.innerHTML = html;
  htmx.process(pane);
  changed();
  fetchAhead(row, signal);
}

// A row that was decided on has another version, and another text.
const keyOf = (row) => `${row.id} ${row.querySelector("[name=version]").value}`;
const addressOf = (row) => `${row.querySelector("h2 a").href}pane/`;

// One after the other and only while one stays, so that whoever runs down the list asks for little.
async function fetchAhead(row, signal) {
  let next = row;
  for (let count = 0; count < AHEAD; count += 1) {
    next = next.nextElementSibling;
    if (signal.aborted || !next?.matches(".row")) return;
    await keep(next);
  }
}

async function keep(row) {
  const key = keyOf(row);
  if (ahead.has(key) || coming.has(key)) return;
  coming.set(key, fetched(addressOf(row)).catch(() => null));
  const html = await coming.get(key);
  coming.delete(key);
  if (html === null) return;
  ahead.set(key, html);
  for (const old of [...ahead.keys()].slice(0, -KEPT)) ahead.delete(old);
}

// Nobody is asked to sign in for what they do not read yet.
async function fetched(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "pane" } });
  return answer.ok && isOurs(answer) && !isSignedOut(answer) ? answer.text() : null;
}

export function preview(row) {
  if (!pane.querySelector(".read")) return;
  read(row);
  dock(row);
}

export const clear = () => pane.replaceChildren();

function read(row) {
  const [text, meta, title] = [".read", ".read .meta", ".read h2"].map((place) => pane.querySelector(place));
  title.textContent = row.querySelector("h2").textContent.trim();
  meta.replaceChildren(...[...row.querySelectorAll(".meta > :is(.mark, b, time)")].map((known) => known.cloneNode(true)));
  text.replaceChildren(meta, title, lines());
  text.scrollTop = 0;
}

// They stand for the text until it comes.
function lines() {
  const made = document.createElement("p");
  made.className = "lines";
  made.append(...[1, 2, 3].map(() => document.createElement("i")));
  return made;
}

function dock(row) {
  const form = pane.querySelector(".verdict");
  const state = row.querySelector(".state");
  const score = row.querySelector("[name=quality]").defaultValue;
  form.querySelector("[data-act=reopen]")?.remove();
  form.querySelector("[data-act=agree]").disabled = "agreed" in row.dataset;
  form.querySelector(".now").className = row.className.replace("row", "now");
  for (const name of [".status", ".why"]) form.querySelector(name).textContent = state.querySelector(name).textContent;
  form.querySelector(".bar").setAttribute("width", row.querySelector(".meter use + rect")?.getAttribute("width") ?? "0");
  form.querySelector(".effects").replaceChildren();
  for (const way of pane.querySelectorAll("a[data-way]")) way.href = row.querySelector("h2 a").href + way.hash;
  pane.querySelector("[data-way=lead]").disabled = !row.matches(".folded");
  for (const button of form.querySelectorAll("[data-score]")) {
    button.ariaPressed = String(button.value === score);
    button.ariaLabel = `Score ${button.value}`;
  }
}

function say(text) {
  const place = pane.querySelector(".lines") ?? pane;
  place.textContent = text;
  place.className = place.className.replace("lines", "quiet");
}
