// The filters above the list: their fields come when somebody opens them, and a chip drops the one that
// it names, at once.
import { current } from "./list.js";
import { fail } from "./messages.js";
import * as outbox from "./outbox.js";
import { part } from "./session.js";

const form = document.getElementById("filters");
const fields = document.getElementById("fields");
const details = form.querySelector("details");
const summary = details.querySelector("summary");
let dropped = -1; // the place of the chip that has just been dropped

const chips = () => [...document.querySelectorAll(".chip")];

// Without scripts a link opens them.
summary.querySelector("a")?.replaceWith("Filters");

// Each time anew: the numbers are those of the list as it is.
async function open() {
  current()?.scrollIntoView({ block: "nearest" });
  const asked = new URLSearchParams(new FormData(form));
  const html = await part(`${form.action}?${asked}`, "fields", outbox.sentences).catch(() => null);
  if (html === null) fail("The filters did not come. Close them and try again.");
  else if (details.open) fields.innerHTML = html;
}

details.addEventListener("toggle", () => {
  if (details.open) return open();
  fields.querySelector("[name=filters]")?.remove(); // numbers that nobody sees are not asked for
  return current()?.scrollIntoView({ block: "nearest" });
});

// The form asks for what a link leads to.
function takeOver(link) {
  const asked = new URL(link.href).searchParams;
  for (const field of form.elements) {
    const value = asked.get(field.name) ?? "";
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.name && !["queue", "sort", "filters"].includes(field.name)) field.value = value;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".chip, .chips .clear");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dropped = Math.max(chips().indexOf(link), 0);
  takeOver(link);
  htmx.trigger(form, "submit");
});
document.addEventListener("keydown", (event) => {
  if (!["Delete", "Backspace"].includes(event.key) || !event.target.matches(".chip")) return;
  event.preventDefault();
  if (!event.repeat) event.target.click();
});

// The focus goes to the chip that has taken the place of the one dropped, else back to the list.
document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id !== "results" || dropped < 0) return;
  (chips()[dropped] ?? chips().at(-1))?.focus();
  dropped = -1;
});
