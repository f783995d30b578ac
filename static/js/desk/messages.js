// The foot's middle: what just happened, what waits and why, and how much is on its way.
import * as outbox from "./outbox.js";
import { other } from "./session.js";

const place = document.querySelector(".foot .say");
const toasts = document.getElementById("toasts");
const heldLine = document.getElementById("held");
const sent = document.getElementById("sent");
let sentAny = false;

const WHY = {
  offline: (count) => waiting(count, "the network is away", "when it is back"),
  lost: (count) => waiting(count, "the server cannot be reached", "when it can"),
  busy: (count) => waiting(count, "the server is busy", "in a moment"),
  throttled: (count) => waiting(count, "the server asks for a pause", "after it"),
  "signed-out": (count) => ["Your session ended.", keptFor(count)],
  another: (count) => [`You are signed in as ${other()}.`, `${keptFor(count)} Drop or send?`],
};
const ASKS = { "signed-out": "Sign in here", another: "Answer" };
const keptFor = (count) => `${count} decision${count === 1 ? " is" : "s are"} kept.`;

function waiting(count, why, then) {
  const one = count === 1;
  return [`${count} wait${one ? "s" : ""}: ${why}.`, `Sent by ${one ? "itself" : "themselves"} ${then}; go on.`];
}

function unknown(count, item) {
  const others = count > 1 ? ` ${count - 1} more wait${count === 2 ? "s" : ""}.` : "";
  return [`Not known whether ${item.label.unknown}.`, `Asking again.${others}`];
}

export function toast(nodes) {
  toasts.replaceChildren(...nodes);
  htmx.process(toasts); // one of them may tell of what goes on
}

// What the page says by itself comes before what waits, until something happens to that.
export function say(text, look = "") {
  const line = document.createElement("div");
  line.className = `toast ${look}`;
  const words = document.createElement("p");
  words.dir = "auto";
  words.textContent = text;
  line.append(words);
  toast([line]);
  place.classList.add("told");
}

// Says something more behind what is said already.
export function add(text) {
  const words = toasts.querySelector(".toast:last-child p");
  if (!words) return say(text);
  if (!words.textContent.endsWith(text)) words.append(` ${text}`);
}

export const fail = (text) => say(text, "bad");

// What went wrong before is no news of what is done now; rows and the count of them still say so.
export function forgetFailure() {
  if (toasts.querySelector(".bad")) clear();
}

export const clear = () => toasts.replaceChildren();

// `refused` is how many rows show a decision that was not done; `look` goes to the first of them.
export function show(refused = 0, look = null) {
  const { items, held } = outbox.state();
  sentAny ||= items.length > 0;
  place.classList.remove("told");
  showHeld(items.length, held);
  const parts = [];
  if (refused) parts.push(action(`▲ ${refused} refused`, look, "bad"));
  if (items.length && !held) parts.push(`${items.length} saving`);
  else if (held) parts.push(`${items.length} waiting`);
  else if (sentAny && !refused) parts.push("all saved");
  sent.replaceChildren(...parts);
}

function showHeld(count, held) {
  const key = held ? `${held.why} ${count} ${held.item.tries}` : "";
  if (heldLine.dataset.shown === key) return; // read aloud once
  heldLine.dataset.shown = key;
  heldLine.className = held ? (ASKS[held.why] ? "stop" : "care") : "";
  heldLine.replaceChildren(...(held ? lines(count, held) : []));
}

function lines(count, held) {
  const { why, item } = held;
  const [what, then] = item.unknown && !ASKS[why] ? unknown(count, item) : WHY[why](count);
  const text = document.createElement("p");
  const strong = document.createElement("b");
  strong.textContent = `▲ ${what}`;
  text.append(strong, ` ${then}`);
  const parts = [text];
  parts.push(action(ASKS[why] ?? "Try now", outbox.retry));
  if (held.item.unknown && held.item.tries > 2) parts.push(action("Give it up", outbox.drop));
  return parts;
}

function action(text, act, look = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `link ${look}`;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
