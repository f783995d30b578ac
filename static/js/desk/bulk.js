// One act on many articles: each key presses the button that shows it, and progress is read aloud.
import { bind } from "./keys.js";
import { forget } from "./picked.js";
import { listAddress } from "./place.js";

// Names of keys as everywhere on the desk, and keys of these pages.
const PRESSED = ["undo", "publish", "hold", "link", "fold", "s", "e", "*"];

// Once it runs, what was picked is dealt with.
const job = document.getElementById("job");
if (job && job.dataset.state !== "proposed") forget();

const said = document.getElementById("said");
const main = document.getElementById("main");
const button = (key) => main.querySelector(`:is(a, button)[data-key="${CSS.escape(key)}"]`);
const press = (key) => () => button(key)?.click();

// Enter on a link or a button is that one's.
function goOn() {
  if (!document.activeElement.matches("a, button, summary")) button("Enter")?.click();
  else document.activeElement.click();
}

function leave() {
  const address = listAddress();
  if (address) location.assign(address);
  else button("Escape").click();
}

bind({ Enter: goOn, Escape: leave, ...Object.fromEntries(PRESSED.map((name) => [name, press(name)])) });

main.addEventListener("click", (event) => {
  if (!event.target.closest('[data-key="Escape"]') || !listAddress()) return;
  event.preventDefault();
  leave();
});

document.body.addEventListener("htmx:afterSettle", () => {
  const now = main.querySelector("[data-said]")?.dataset.said ?? main.querySelector("h1").textContent;
  if (said.textContent !== now) said.textContent = now.replace(/\s+/g, " ").trim();
});
