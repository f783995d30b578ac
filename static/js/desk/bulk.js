// One act on many articles: each key presses the button that shows it, and progress is read aloud.
import { bind } from "./keys.js";
import { forget, listOf, save } from "./picked.js";
import { listAddress } from "./place.js";
import { part } from "./session.js";

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

// Picks what is listed, on all pages of it, in the list that it came from.
async function pickListed(link) {
  const html = await part(link.dataset.picksAt, "picks", () => []).catch(() => null);
  if (html === null) return tell("They did not come. Try again.");
  const { picks } = new DOMParser().parseFromString(html, "text/html").querySelector("[data-picks]").dataset;
  const rows = new Map(picks.split(",").filter(Boolean).map((one) => one.split(".")));
  if (!rows.size) return tell("None of them is here any more.");
  save({ list: listOf(link.search), all: false, rows });
  return location.assign(link.href);
}

const tell = (words) => {
  said.textContent = words;
  said.classList.remove("visually-hidden");
};

main.addEventListener("click", (event) => {
  const link = event.target.closest("[data-picks-at]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  pickListed(link);
});

document.body.addEventListener("htmx:afterSettle", () => {
  const now = main.querySelector("[data-said]")?.dataset.said ?? main.querySelector("h1").textContent;
  if (said.textContent !== now) said.textContent = now.replace(/\s+/g, " ").trim();
});
