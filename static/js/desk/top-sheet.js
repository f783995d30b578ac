// On top of a topic until a time: the topic is one of its own, the time typed or picked.
import * as outbox from "./outbox.js";
import { part } from "./session.js";
import { sheet } from "./sheets.js";

const HOUR = 3_600_000;
const dialog = document.getElementById("top-sheet");
const form = dialog.querySelector("form");
const { topic, until, off } = form.elements;
const here = sheet(dialog);

export async function open() {
  const draft = here.open("feature", (title) => ["Readers of the topic see ", title, " first until then."]);
  const article = here.article;
  topic.replaceChildren();
  off.hidden = true;
  offer();
  until.value = draft?.get("until") ?? written(soon()[2][1]);
  until.select();
  const html = await part(here.address("feature/topics/"), "top-topic", outbox.sentences).catch(() => "");
  if (!here.isFor("feature", article)) return;
  if (!html) return here.fail(html === null ? "Sign in to see its topics: close this, and open it again." : "Its topics did not come: the server cannot be reached. Close this, and open it again.");
  topic.innerHTML = html;
  if (draft) topic.value = draft.get("topic");
  if (!topic.options.length) here.fail("It is filed under no topic: give it one first, on its page.");
  showPlace();
}

// As the site writes times, in UTC.
const written = (moment) => moment.toISOString().slice(0, 16).replace("T", " ");

function at(days, hour) {
  const moment = new Date();
  moment.setUTCDate(moment.getUTCDate() + days);
  moment.setUTCHours(hour, 0, 0, 0);
  return moment;
}

function soon() {
  const now = new Date();
  const tonight = at(0, 18);
  const monday = (8 - now.getUTCDay()) % 7 || 7;
  return [
    ["2 hours", new Date(Math.ceil((now.getTime() + 2 * HOUR) / 60_000) * 60_000)],
    tonight > now ? ["Today 18:00", tonight] : ["Tomorrow 18:00", at(1, 18)],
    ["Tomorrow 07:00", at(1, 7)],
    ["Monday 07:00", at(monday, 7)],
  ];
}

function offer() {
  const buttons = soon().map(([label, moment]) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "link", textContent: label });
    made.addEventListener("click", () => {
      until.value = written(moment);
      until.setCustomValidity("");
      until.focus();
    });
    return made;
  });
  form.querySelector(".soon").replaceChildren(...buttons);
}

// Where it is on top already, that can be moved, or end.
function showPlace() {
  const place = topic.selectedOptions[0]?.dataset.until;
  off.hidden = !place;
  if (place) until.value = place;
}
topic.addEventListener("change", showPlace);

function checkTime() {
  const moment = new Date(`${until.value.replace(" ", "T")}${until.value.length > 10 ? "" : "T00:00"}Z`);
  until.setCustomValidity(moment <= new Date() ? "That has passed: choose a later time, in UTC." : "");
}
until.addEventListener("input", checkTime);

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target !== topic) return;
  event.preventDefault();
  form.requestSubmit();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter === off) here.decide("unfeature", { topic: topic.value });
  else here.decide("feature", { topic: topic.value, until: until.value });
});
