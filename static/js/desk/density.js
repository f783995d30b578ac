// How much of each article the list shows: at once, and kept with the account for next time.
import { current } from "./list.js";
import { fail } from "./messages.js";
import { token } from "./session.js";

const NARROW = matchMedia("(max-width: 73.75rem)");
const { classList } = document.body;
const form = () => document.querySelector(".density");
const names = () => [...form().querySelectorAll("button[name=density]")].map(({ value }) => value);
const chosen = () => names().find((name) => classList.contains(name)) ?? "";

// A list that comes anew shows again what is chosen; without a choice the width has made it.
export function show() {
  const shown = chosen() || (NARROW.matches ? "compact" : "comfortable");
  const hidden = classList.contains("no-pane");
  for (const button of form().querySelectorAll("button[name=density]")) button.ariaPressed = String(button.value === shown);
  form().querySelector(".beside").ariaPressed = String(!hidden);
}

function choose(density, hidesPane) {
  classList.remove(...names());
  classList.add(density);
  classList.toggle("no-pane", hidesPane);
  show();
  current()?.scrollIntoView({ block: "start" });
  keep(density, hidesPane).catch(() => fail("Density and pane are not kept: the server cannot be reached."));
}

async function keep(density, hidesPane) {
  const body = new URLSearchParams({ density, hides_pane: hidesPane ? "on" : "", csrfmiddlewaretoken: token() });
  const answer = await fetch(form().action, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (answer.status !== 204) throw new Error(`The server answered ${answer.status}.`);
}

// For headlines alone: more of each article shows where there is a pane to read it in.
export function turnPane() {
  if (chosen() === "headlines") choose("headlines", !classList.contains("no-pane"));
}

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  const pressed = event.submitter;
  if (pressed.name === "density") choose(pressed.value, classList.contains("no-pane"));
  else turnPane();
});
NARROW.addEventListener("change", show);
show();
