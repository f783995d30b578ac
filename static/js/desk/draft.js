// What was typed into an article and not saved, kept while the tab is open for whoever comes back to it.
import { who } from "./session.js";

const FIELDS = ["title", "excerpt", "topics", "images", "version", "was"];
const name = () => `desk-draft-${who()}-${location.pathname}`;
const fieldsOf = (form, field) => [...form.querySelectorAll(`[name="${field}"]`)];

export function keep(form) {
  const fields = new FormData(form);
  const draft = FIELDS.map((field) => [field, fields.getAll(field)]);
  sessionStorage.setItem(name(), JSON.stringify(Object.fromEntries(draft)));
}

export const forget = () => sessionStorage.removeItem(name());

// Puts into the form what was kept, and tells whether there was any. What somebody saved meanwhile is
// merged with it when it is saved.
export function restore(form) {
  const draft = JSON.parse(sessionStorage.getItem(name()));
  if (!draft) return false;
  makeRoom(form, draft.topics.length);
  for (const field of FIELDS) {
    for (const [place, element] of fieldsOf(form, field).entries()) element.value = draft[field][place] ?? "";
  }
  return true;
}

function makeRoom(form, count) {
  const places = fieldsOf(form, "topics");
  const last = places.at(-1).closest("li");
  for (let missing = count - places.length; missing > 0; missing -= 1) last.after(last.cloneNode(true));
}
