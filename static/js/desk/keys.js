// Single-key shortcuts, by the names that the server gives keys to, for each person their own. They are
// silent while someone types, with modifiers, while a dialog or a menu is open, and, but for the one
// that shows them all, for whoever switched them off. A key that is held acts once, unless `bind` is told that it may repeat.
import { fail } from "./messages.js";
import { token } from "./session.js";

const ELSEWHERE = { "№": "#" }; // what Shift and 3 give on a Cyrillic keyboard
// Where these are on keyboards that write something else there.
const PLACES = { BracketLeft: "[", BracketRight: "]", Equal: "=", Comma: ",", Period: "." };
const PREFIXED = 3000; // milliseconds for the second key of two
const help = document.getElementById("help");
const box = document.getElementById("keys-on");
const named = JSON.parse(help.dataset.keys);
let prefixed = 0; // until when a key says where to go

export const keyOf = (name) => named[name]?.[0] ?? name;

const keysOn = () => box.checked;

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const composing = (event) => event.isComposing || event.keyCode === 229;
const talking = () => document.querySelector("dialog[open], :popover-open") !== null;

function modified(event) {
  // AltGr writes # and ? on many keyboards, but letters that nobody means as a key.
  if (event.getModifierState("AltGraph")) return !/^[!-/:-@[-`{-~]$/.test(event.key);
  return event.ctrlKey || event.metaKey || event.altKey;
}

// The key as it is bound: letters whatever Caps Lock says, and letters of other scripts by where
// they are on the keyboard.
export function meant({ key, code, shiftKey }) {
  const place = /^\p{L}$/u.test(key) && !/^[a-z]$/i.test(key) && /^Key([A-Z])$/.exec(code);
  const letter = place ? place[1] : key;
  if (/^[a-z]$/i.test(letter)) return shiftKey ? letter.toUpperCase() : letter.toLowerCase();
  if (/^\p{Nd}$/u.test(key)) return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? key;
  return ELSEWHERE[key] ?? key;
}

// `bindings` maps the name of a key, or a key that is the page's own, to what it does; `repeating` are
// the names of those that go on while they are held.
export function bind(bindings, repeating = []) {
  const all = {};
  for (const [name, act] of Object.entries({ search: focusSearch, help: openHelp, go: prefix, ...bindings })) {
    for (const key of named[name] ?? [name]) all[key] = { act, repeats: repeating.includes(name) };
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || composing(event) || modified(event)) return;
    if (!keysOn() || talking()) return;
    if (typing(event.target)) return event.key === "Escape" && giveBack(event, bindings.Escape);
    const key = [meant(event), ...(event.shiftKey ? [] : [PLACES[event.code]])].find((one) => Object.hasOwn(all, one));
    if (isPlace(event) || !key || pressesItself(event)) return;
    event.preventDefault();
    if (!event.repeat || all[key].repeats) all[key].act(event);
  });
}

// Esc in a field gives the keys back to the page. Whoever was led into it from elsewhere, and has typed
// nothing, goes back there at once.
function giveBack(event, leave) {
  const field = event.target;
  event.preventDefault();
  if (leave && location.hash === `#${field.id}` && field.value === field.defaultValue) return leave(event);
  if (field.name === "quality") {
    field.value = field.defaultValue;
    delete field.dataset.asked;
  }
  const around = field.closest(".item")?.querySelector("summary");
  const place = document.querySelector("#rows > [aria-current]") ?? around ?? document.getElementById("main");
  place.tabIndex = -1;
  return place.focus({ preventScroll: true });
}

// Enter is the link's or the button's that has the focus.
const pressesItself = ({ key, target }) => key === "Enter" && target.closest("a, button, summary") !== null;

function prefix({ timeStamp }) {
  prefixed = timeStamp + PREFIXED;
}

// The second key of two leads somewhere, or nowhere.
function isPlace(event) {
  if (event.timeStamp > prefixed || event.key === "Shift") return false;
  prefixed = 0;
  event.preventDefault();
  help.querySelector(`[data-go="${CSS.escape(meant(event))}"]`)?.click();
  return true;
}

// A button or a form is pressed once, however long Enter is held and however often it is clicked.
document.addEventListener("keydown", (event) => {
  const pressed = event.repeat && event.key === "Enter" && !event.target.closest("textarea, a, summary");
  if (pressed && event.target.closest("button, form")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest("form[method=post] button")) event.preventDefault();
});

function focusSearch() {
  const search = document.getElementById("q");
  search.focus();
  search.select();
}

function openHelp() {
  help.showModal();
}

function showSwitch() {
  document.body.classList.toggle("keys-off", !keysOn());
  document.querySelector(".foot .off").hidden = keysOn();
}

async function keepSwitch() {
  const body = new URLSearchParams({ on: keysOn() ? "on" : "", csrfmiddlewaretoken: token() });
  const answer = await fetch(help.dataset.switch, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (answer.status !== 204) throw new Error(`The server answered ${answer.status}.`);
  showSwitch();
}

box.addEventListener("change", () => {
  keepSwitch().catch(() => {
    box.checked = !box.checked;
    fail("Keys are as they were: the server did not answer. Try again.");
  });
});
const opener = document.querySelector("[data-help]");
opener.hidden = false;
opener.addEventListener("click", openHelp);
showSwitch();

// A key stands on its button as it is for this person.
function label() {
  for (const mark of document.querySelectorAll("kbd[data-key]")) {
    const key = keyOf(mark.dataset.key);
    if (mark.textContent !== key) mark.textContent = key;
  }
}
label();
if (help.hasAttribute("data-own")) new MutationObserver(label).observe(document.body, { childList: true, subtree: true });

// A decision is a button that says so, or one whose address does.
export const button = (root, act) => root?.querySelector(`[data-act="${act}"], [formaction$="/${act}/"]`);

// 1 to 9 score 10 to 90, 0 scores 100.
export const scores = (act) =>
  Object.fromEntries([..."1234567890"].map((key) => [key, () => act((Number(key) || 10) * 10)]));

const HIGHEST = 10_000;

// A score some points up or down; none is 0.
export const shifted = (score, points) => String(Math.min(Math.max(Number(score) + points, 0), HIGHEST));
