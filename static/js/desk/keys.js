// Single-key shortcuts. They are silent while someone types, with modifiers, while a dialog is open,
// and for whoever switched them off (remembered in this browser). A key that is held acts once,
// unless `bind` is told that it may repeat.
const SWITCH = "desk-keys";
const ELSEWHERE = { "№": "#" }; // what Shift and 3 give on a Cyrillic keyboard
const help = document.getElementById("help");
const box = document.getElementById("keys-on");

export const keysOn = () => localStorage.getItem(SWITCH) !== "off";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const composing = (event) => event.isComposing || event.keyCode === 229;
const talking = () => document.querySelector("dialog[open]") !== null;

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

// `bindings` maps a key to what it does; those of `repeating` go on while they are held. "/" and "?"
// are bound for every page.
export function bind(bindings, repeating = "") {
  const all = { "/": focusSearch, "?": openHelp, ...bindings };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || composing(event) || modified(event)) return;
    const key = meant(event);
    if (!Object.hasOwn(all, key) || !keysOn() || talking() || typing(event.target)) return;
    event.preventDefault();
    if (!event.repeat || repeating.includes(key)) all[key](event);
  });
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
  box.checked = keysOn();
  document.querySelector(".foot .off").hidden = keysOn();
}

box.addEventListener("change", () => {
  localStorage.setItem(SWITCH, box.checked ? "on" : "off");
  showSwitch();
});
const opener = document.querySelector("[data-help]");
opener.hidden = false;
opener.addEventListener("click", openHelp);
showSwitch();

// A decision is a button that says so, or one whose address does.
export const button = (root, act) => root?.querySelector(`[data-act="${act}"], [formaction$="/${act}/"]`);

// 1 to 9 score 10 to 90, 0 scores 100.
export const scores = (act) =>
  Object.fromEntries([..."1234567890"].map((key) => [key, () => act((Number(key) || 10) * 10)]));
