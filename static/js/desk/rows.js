// Rows of the list: on their way while a decision is, and as the server answers afterwards.
import { rowOf } from "./list.js";
import * as outbox from "./outbox.js";

const HELD = {
  offline: ["offline", ", kept"],
  lost: ["server away", ", kept"],
  busy: ["server busy", ", kept"],
  throttled: ["to pause", ", kept"],
  "signed-out": ["signed out", ", kept"],
  another: ["another signed in", ", kept"],
};
const shown = new Map(); // what a row said before it was on its way

// Rows are written without what only scripts need.
export function dress(part) {
  for (const { elements } of part.querySelectorAll(".judge")) {
    Object.assign(elements.quality, { inputMode: "numeric", autocomplete: "off" });
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
  if (!held) return [item.label.doing, ["saving"], "sending"];
  if (item === head && item.unknown) return ["Not known", ["if done", ", asking again"], "unsent"];
  return ["Not sent", HELD[held.why] ?? ["kept", ", sent next"], "unsent"];
}

function mark(row, [status, why, look]) {
  const state = row.querySelector(".state");
  if (!shown.has(row)) shown.set(row, [...state.childNodes]);
  state.replaceChildren(element("status", status), " ", element("why", ...why.map((part) => element("part", part))));
  row.classList.remove("sending", "unsent");
  row.classList.add(look);
  if (look === "unsent") state.append(" ", retryButton());
}

function element(name, ...parts) {
  const made = document.createElement("span");
  made.className = name;
  made.append(...parts);
  return made;
}

function retryButton() {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "link", textContent: "Retry" });
  button.addEventListener("click", outbox.retry);
  return button;
}

function restore(row) {
  row.querySelector(".state").replaceChildren(...shown.get(row));
  shown.delete(row);
  row.classList.remove("sending", "unsent");
}

// What the server answered to a decision: the row as it is, those that have changed with it, the
// message, the counts.
export function read({ text }) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const row = page.querySelector(".row");
  return {
    row,
    article: row && Number(row.id.replace("article-", "")),
    version: row?.querySelector("[name=version]").value,
    also: [...page.querySelectorAll("#also > .row")],
    toast: [...page.querySelectorAll("#toasts > *")],
    isVain: page.querySelector("#toasts > *") !== null && !page.querySelector("#toasts form"),
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
  countLeft(isSettled(old) - isSettled(row));
  old.replaceWith(row);
  if (focused) refocus(row, focused, old);
  return row;
}

const isSettled = (row) => row.matches(".done:not(.conflict)");

// How many are left of what a search or a filter found; the server counts whole queues.
function countLeft(change) {
  const place = document.querySelector("#results [data-left]");
  if (!change || !/^[\d,]+$/.test(place?.textContent)) return;
  place.textContent = (Number(place.textContent.replaceAll(",", "")) + change).toLocaleString("en");
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
  row.querySelector(".judge").append(line);
  row.classList.add("refused");
}

export function count(spans) {
  for (const span of spans) {
    for (const place of document.querySelectorAll(`#${span.id}, [data-count="${span.id}"]`)) {
      place.textContent = span.textContent;
    }
  }
}
