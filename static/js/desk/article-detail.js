// One article: the same keys decide, and nothing typed is lost by leaving.
import { bind, button, scores } from "./keys.js";
import * as outbox from "./outbox.js";
import { sendForms } from "./page.js";
import { listAddress } from "./place.js";

const verdict = () => document.querySelector(".verdict");
const edit = () => document.querySelector("[data-guard]");
const typed = () => new URLSearchParams(new FormData(edit())).toString();
const words = () => typed().replace(/(^|&)(csrfmiddlewaretoken|key|version)=[^&]*/g, "");
let before = edit().dataset.guard === "dirty" ? null : words();

let kept = false;

const isTyped = () => words() !== before;

// What is typed and not yet saved stays when the page comes anew. What we have changed ourselves
// meanwhile is nothing that it clashes with.
function keep(fresh, form, now) {
  const query = document.getElementById("find").value;
  fresh.querySelector("#find").setAttribute("value", query);
  if (!isTyped() || form === edit()) return;
  const section = edit().closest(".edit");
  if (now?.version) edit().elements.version.value = now.version;
  fresh.querySelector(".edit").replaceWith(section);
  kept = true;
}

function settled() {
  if (!kept) before = edit().dataset.guard === "dirty" ? null : words();
  kept = false;
  const find = document.getElementById("find");
  if (find.value) htmx.trigger(find.form, "submit");
}

const { undo } = sendForms({
  title: () => document.querySelector("h1").textContent.trim(),
  keep,
  settled,
  isAnswered: (form) => form.matches("[data-guard], .elsewhere"),
});

const decide = (act) => () => button(verdict(), act)?.click();

function score(quality) {
  verdict().querySelector(`[data-score="${quality}"]`).click();
}

async function leave() {
  await outbox.quiet();
  location.assign(listAddress() ?? document.querySelector(".bar .word").href);
}

bind({
  p: decide("publish"),
  u: decide("unpublish"),
  a: decide("agree"),
  "#": decide("reject"),
  z: undo,
  Escape: leave,
  ...scores(score),
});

addEventListener("beforeunload", (event) => {
  if (isTyped()) event.preventDefault();
});
