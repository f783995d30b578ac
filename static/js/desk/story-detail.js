// A story: keys move among its articles, pick them and choose its lead; others answer what is suggested.
import { bind, button } from "./keys.js";
import { go } from "./leave.js";
import * as messages from "./messages.js";
import { sendForms } from "./page.js";
import { undo } from "./send.js";
import * as suggestions from "./suggestions.js";

const all = () => [...document.querySelectorAll("[data-member]")];
const current = () => document.querySelector("[data-member][aria-current]");
const named = (key) => document.querySelector(`[data-member="${key}"]`);
const box = (member) => member?.querySelector("[name=pick]");
const find = () => document.getElementById("find");
let place = 0; // of the current one, should it leave the story

function select(member, { focus = true } = {}) {
  if (!member) return;
  current()?.removeAttribute("aria-current");
  member.setAttribute("aria-current", "true");
  place = all().indexOf(member);
  if (!focus) return;
  member.tabIndex = -1;
  member.focus({ preventScroll: true });
  member.scrollIntoView({ block: "nearest" });
}

function move(by) {
  const members = all();
  const from = members.indexOf(current());
  select(members[Math.min(Math.max(from + by, 0), members.length - 1)]);
}

// What is picked stays so when the page comes anew, and so does what was looked for.
let kept = { key: "", picked: [] };
function keep(fresh) {
  const picked = all().filter((member) => box(member).checked).map(({ dataset }) => dataset.member);
  kept = { key: current()?.dataset.member, picked };
  fresh.querySelector("#find").setAttribute("value", find().value);
}

function settled() {
  for (const key of kept.picked) if (named(key)) box(named(key)).checked = true;
  select(named(kept.key) ?? all()[Math.min(place, all().length - 1)], { focus: false });
  if (find().value) htmx.trigger(find().form, "submit");
}

const nameOf = (member) => member?.querySelector("h3").textContent.trim() ?? "";
const title = () => document.querySelector("h1").textContent.trim();
sendForms({ title: (form) => nameOf(form.closest("[data-member]")) || title(), keep, settled });

function lead() {
  const pressed = button(current(), "lead");
  if (pressed) pressed.click();
  else messages.say(`“${title()}” leads this story already.`);
}

function answer(act) {
  return () => {
    if (!suggestions.answer(act)) messages.say("Nothing is suggested here.");
  };
}

bind({
  down: () => move(1),
  up: () => move(-1),
  open: () => current()?.querySelector("h3 a").click(),
  pick: () => box(current())?.click(),
  lead,
  take: answer("accept"),
  keep: answer("refuse"),
  fold: () => find().focus(),
  undo: () => undo(),
  Escape: () => go(document.querySelector(".ways [aria-current]").href),
}, ["down", "up"]);

document.addEventListener("focusin", ({ target }) => {
  const member = target.closest("[data-member]");
  if (member) select(member, { focus: false });
});
// Whoever picks by hand goes on with keys: a box would swallow them.
document.addEventListener("click", ({ target, detail }) => {
  if (detail && target.matches("[data-member] [name=pick]")) select(target.closest("[data-member]"));
});
select(all()[0], { focus: false });
