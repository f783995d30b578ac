// The foot's middle: what just happened, what waits and why, and how much is on its way.
import * as outbox from "./outbox.js";

const toasts = document.getElementById("toasts");
const heldLine = document.getElementById("held");
const sent = document.getElementById("sent");
let sentAny = false;

const WHY = {
  offline: (count) => [`${count} wait${count === 1 ? "s" : ""}: the network is away.`, "Sent by itself when it is back; go on."],
  lost: (count) => [`${count} wait${count === 1 ? "s" : ""}: the server cannot be reached.`, "Sent by itself when it can; go on."],
  busy: (count) => [`${count} wait${count === 1 ? "s" : ""}: the server is busy.`, "Sent by itself in a moment; go on."],
  throttled: (count) => [`${count} wait${count === 1 ? "s" : ""}: the server asks for a pause.`, "Sent by itself after it; go on."],
  "signed-out": (count) => ["Your session ended.", `${count} decision${count === 1 ? " is" : "s are"} kept.`],
};

function unknown(count, item) {
  const others = count > 1 ? ` ${count - 1} more wait${count === 2 ? "s" : ""}.` : "";
  return [`Not known whether ${item.label.unknown}.`, `Asking again.${others}`];
}

export function toast(nodes) {
  toasts.replaceChildren(...nodes);
}

export function fail(text) {
  const line = document.createElement("div");
  line.className = "toast bad";
  const words = document.createElement("p");
  words.dir = "auto";
  words.textContent = text;
  line.append(words);
  toasts.replaceChildren(line);
}

export const clear = () => toasts.replaceChildren();

// `refused` is how many rows show a decision that was not done; `look` goes to the first of them.
export function show(refused = 0, look = null) {
  const { items, held } = outbox.state();
  sentAny ||= items.length > 0;
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
  heldLine.className = held ? { "signed-out": "stop" }[held.why] ?? "care" : "";
  heldLine.replaceChildren(...(held ? lines(count, held) : []));
}

function lines(count, held) {
  const { why, item } = held;
  const [what, then] = item.unknown && why !== "signed-out" ? unknown(count, item) : WHY[why](count);
  const text = document.createElement("p");
  const strong = document.createElement("b");
  strong.textContent = `▲ ${what}`;
  text.append(strong, ` ${then}`);
  const parts = [text];
  parts.push(action(held.why === "signed-out" ? "Sign in here" : "Try now", outbox.retry));
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
