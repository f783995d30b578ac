// Single-key shortcuts. They are silent while someone types, with modifiers, while the help is
// open, and for whoever switched them off (remembered in this browser).
const SWITCH = "desk-keys";
const help = document.getElementById("help");
const box = document.getElementById("keys-on");

export const keysOn = () => localStorage.getItem(SWITCH) !== "off";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const modified = (event) =>
  (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");

// `bindings` maps a key to what it does. "/" "?" and Esc are bound for every page.
export function bind(bindings) {
  const all = { "/": focusSearch, "?": openHelp, ...bindings };
  document.addEventListener("keydown", (event) => {
    const act = all[event.key];
    if (!act || !keysOn() || help.open || event.defaultPrevented) return;
    if (modified(event) || typing(event.target)) return;
    event.preventDefault();
    act(event);
  });
}

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
export const press = (root, act) =>
  root?.querySelector(`[data-act="${act}"], [formaction$="/${act}/"]`)?.click();
export const undo = () => press(document.getElementById("toasts"), "undo");

// 1 to 9 score 10 to 90, 0 scores 100.
export const scores = (act) =>
  Object.fromEntries([..."1234567890"].map((key) => [key, () => act((Number(key) || 10) * 10)]));
