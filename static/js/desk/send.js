// What a form sends, as the outbox takes it.
import { last } from "./outbox.js";
import { label } from "./words.js";

const ROW = { "HX-Request": "true" }; // the answer is the article's row and a message, not a page

// Written out: crypto.randomUUID is there with HTTPS only.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function keyed(url, fields, article, title, more) {
  fields.set("key", newKey());
  return { url, fields, article, label: label(url, fields, title), ...more };
}

// `changes` replace fields of the form.
export function decision(form, pressed, title, changes = {}) {
  const url = pressed?.hasAttribute("formaction") ? pressed.formAction : form.action;
  const fields = new URLSearchParams(new FormData(form, pressed));
  for (const [name, value] of Object.entries(changes)) fields.set(name, value);
  const article = Number(/\/articles\/(\d+)\//.exec(url)?.[1] ?? form.closest("[data-article]")?.dataset.article) || null;
  return keyed(url, fields, article, title, { undo: url.endsWith("/undo/") });
}

export const forRow = (item) => ({ ...item, headers: ROW });

// Takes back the last of what was decided: of what still waits, if anything does.
export function undoLast() {
  const url = new URL("undo/last/", document.querySelector(".bar .word").href).href;
  return keyed(url, new URLSearchParams(), null, "", { undo: true, undoes: last() ?? null });
}
