// What forms and keys send.
import { keyOf } from "./keys.js";
import { forgetFailure, say } from "./messages.js";
import { add, cancelLast, last } from "./outbox.js";
import { label, repeated, undone } from "./words.js";

// Written out: crypto.randomUUID is there with HTTPS only.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function keyed(url, fields, article, title, more) {
  const key = newKey();
  fields.set("key", key);
  return { key, url, fields, article, label: label(url, fields, title), ...more };
}

export const addressOf = (pressed) => (pressed.hasAttribute("formaction") ? pressed.formAction : pressed.form.action);

// What a button sends, or a form without one.
export function decision(form, pressed, title) {
  const url = pressed ? addressOf(pressed) : form.action;
  const fields = new URLSearchParams(new FormData(form, pressed));
  return keyed(url, fields, articleOf(form, url), title, undoes(url));
}

// What a key decides on a row. `changes` replace fields of its form.
export function judgement(form, act, title, changes = {}) {
  const url = new URL(`../${act}/`, form.action).href;
  const fields = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(changes)) fields.set(name, value);
  return keyed(url, fields, articleOf(form, url), title, { undo: false });
}

function undoes(url) {
  if (!/\/undo\/(last\/)?$/.test(url)) return { undo: false };
  return { undo: true, undoes: url.endsWith("/last/") ? last()?.key ?? null : null };
}

function articleOf(form, url) {
  const named = /\/articles\/(\d+)\//.exec(url)?.[1] ?? form.closest("[data-article]")?.dataset.article;
  return Number(named ?? form.closest(".row")?.id.replace("article-", "")) || null;
}

// Returns whether it is a decision and not the same again.
export function send(item) {
  const isNew = add(item);
  if (isNew) forgetFailure();
  if (isNew) changedNothing(false);
  else say(repeated(item.label));
  return isNew;
}

// Nothing in the place of a score takes it off, and the article perhaps off the site: that is said
// before, and done when it is asked for again. Returns whether it was only said.
export function asksFirst(form, pressed) {
  const field = form.elements.quality;
  const isEmptied = field?.value === "" && field.defaultValue !== "" && !pressed?.name;
  if (!isEmptied || field.dataset.asked) {
    if (field) delete field.dataset.asked;
    return false;
  }
  field.dataset.asked = "1";
  say(`Empty takes the score ${field.defaultValue} off, and the rule then holds what nobody has pinned. Enter again does it, Esc leaves it.`);
  return true;
}

let wasVain = false; // whether what was decided last has changed nothing

export function changedNothing(isVain = true) {
  wasVain = isVain;
}

// Undoes what was decided last: here where it has not been sent, which it returns then, else there.
// Where that has changed nothing, there is nothing to take back, and what was done before it is not
// what anybody means.
export function undo(more) {
  if (wasVain) {
    changedNothing(false);
    say(`That has changed nothing: nothing to undo. ${keyOf("undo")} again undoes what was done before it.`);
    return null;
  }
  const item = cancelLast();
  if (item) say(undone(item.label));
  else send({ ...undoLast(), ...more });
  return item;
}

function undoLast() {
  const url = new URL("undo/last/", document.querySelector(".bar .word").href).href;
  return keyed(url, new URLSearchParams(), null, "", undoes(url));
}
