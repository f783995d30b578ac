// One article: the same keys decide, and nothing typed is lost by leaving.
import * as draft from "./draft.js";
import { bind, button, scores, shifted } from "./keys.js";
import { go } from "./leave.js";
import * as messages from "./messages.js";
import { sendForms } from "./page.js";
import { listAddress } from "./place.js";
import "./presence.js";
import { undo } from "./send.js";
import * as suggestions from "./suggestions.js";

const exact = () => document.getElementById("exact");
const verdict = () => document.querySelector(".verdict");
const edit = () => document.querySelector("[data-guard]");
const typed = () => new URLSearchParams(new FormData(edit())).toString();
const words = () => typed().replace(/(^|&)(csrfmiddlewaretoken|key|version)=[^&]*/g, "");
let before = edit().dataset.guard === "dirty" ? null : words();

let kept = false;
let leaving = false; // by the key that leaves without loss

const isNoted = () => document.getElementById("id_note").value.trim() !== "";
const isTyped = () => words() !== before;

// What is typed and not yet saved stays when the page comes anew. What we have changed ourselves
// meanwhile is nothing that it clashes with.
function keep(fresh, item, now) {
  const query = document.getElementById("find").value;
  fresh.querySelector("#find").setAttribute("value", query);
  const note = document.getElementById("id_note");
  if (item?.url !== note.form.action) fresh.querySelector("#id_note").textContent = note.value;
  keepTimes(fresh, now);
  if (!isTyped() || item?.url === edit().action) return;
  const section = edit().closest(".edit");
  if (now?.version) edit().elements.version.value = now.version;
  fresh.querySelector(".edit").replaceWith(section);
  kept = true;
}

// A time that was not taken is mended, and not typed anew. It stays something typed: the default is
// what is planned, however often the page comes anew.
function keepTimes(fresh, now) {
  for (const { id, value, defaultValue, form } of document.querySelectorAll(".moment")) {
    const isTaken = now?.isDone && now.url === form.action;
    const field = fresh.querySelector(`#${id}`);
    if (field && value !== defaultValue && !isTaken) field.value = value;
  }
}

const clash = () => document.getElementById("merge");

// Returns whether it has put the focus where one is to go on.
function settled() {
  const isNew = clash() && !kept;
  if (!kept) before = edit().dataset.guard === "dirty" ? null : words();
  kept = false;
  const find = document.getElementById("find");
  if (find.value) htmx.trigger(find.form, "submit");
  if (isNew) meet(clash());
  return isNew;
}

// Two versions clash: that comes into sight, and Enter saves what will stand.
function meet(section) {
  section.tabIndex = -1;
  section.focus({ preventScroll: true });
  section.scrollIntoView({ block: "start" });
}
if (clash()) meet(clash());
else if (draft.restore(edit())) messages.say("What you typed here is back. It is not saved yet.");

const title = () => document.querySelector("h1").textContent.trim();
sendForms({
  title,
  keep,
  settled,
  isAnswered: (form) => form.matches("[data-guard], .elsewhere, .noting"),
});

function decide(act) {
  return () => {
    const pressed = button(verdict(), act);
    if (pressed.disabled) messages.say(`Already decided: “${title()}”`);
    else pressed.click();
  };
}

function score(quality) {
  verdict().querySelector(`[data-score="${quality}"]`).click();
}

// What has the focus comes first, then what a seed changed or wants, then what is suggested.
function settle(act, ifChanged, ofSuggested) {
  return () => {
    if (suggestions.answer(ofSuggested, { focused: true })) return;
    const pressed = button(document.querySelector(".since .picks"), act) ?? button(document.querySelector(".since"), ifChanged);
    if (pressed) pressed.click();
    else suggestions.answer(ofSuggested);
  };
}

function lead() {
  const pressed = button(document.querySelector("form.folded"), "lead");
  if (pressed) pressed.click();
  else messages.say(`“${title()}” is a story of its own: nothing else leads it.`);
}

function top() {
  const topic = document.getElementById("id_top");
  if (topic) topic.focus();
  else messages.say("It is filed under no topic: give it one first.");
}

async function leave() {
  leaving = !isNoted();
  const leads = await go(listAddress() ?? document.querySelector(".bar .word").href);
  leaving &&= leads;
}

function suggested() {
  const taken = verdict().querySelector("[data-suggested]");
  if (!taken) messages.say("No score is suggested for it.");
  else if (taken.disabled) messages.say("It has the score that is suggested.");
  else taken.click();
}

const by = (points) => () => {
  exact().value = shifted(exact().defaultValue, points);
  exact().form.requestSubmit();
};

const to = (id) => () => document.getElementById(id).focus();

bind({
  publish: decide("publish"),
  hold: decide("unpublish"),
  agree: decide("agree"),
  reject: decide("reject"),
  take: settle("take-theirs", "agree", "accept"),
  keep: settle("keep-ours", null, "refuse"),
  lower: by(-5),
  higher: by(5),
  exact: () => exact().select(),
  suggested,
  original: () => document.querySelector("[data-original]")?.click(),
  link: to("find"),
  fold: to("find"),
  lead,
  feature: top,
  edit: to("id_title"),
  undo: () => undo(),
  Enter: () => clash()?.querySelector("form").requestSubmit(),
  Escape: leave,
  ...scores(score),
});

// Whoever writes what will stand has chosen it.
document.addEventListener("input", ({ target }) => {
  const choice = target.closest(".stands")?.querySelector("[type=radio]");
  if (choice && target !== choice) choice.checked = true;
});

addEventListener("beforeunload", (event) => {
  if (!leaving && (isTyped() || isNoted())) event.preventDefault();
});
addEventListener("pagehide", () => {
  if (isTyped()) draft.keep(edit());
  else draft.forget();
});
