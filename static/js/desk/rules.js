// Rules of the desk: keys move among them, switch, order and save; what is typed is tried at once.
import { bind } from "./keys.js";
import { go } from "./leave.js";
import { listAddress } from "./place.js";

const links = [...document.querySelectorAll("[data-rule]")];
const current = () => document.querySelector("tr[aria-current] [data-rule]");
const press = (selector) => () => document.querySelector(selector)?.click();

// Moves from the rule that is open, or from the first.
function move(by) {
  const from = links.indexOf(current());
  const link = links[from < 0 ? 0 : Math.min(Math.max(from + by, 0), links.length - 1)];
  if (link) go(link.href);
}

function enter() {
  if (document.activeElement.matches("a, button, summary")) document.activeElement.click();
  else document.querySelector('[data-key="Enter"]')?.click();
}

function leave() {
  const open = document.body.classList.contains("open");
  go(open ? document.querySelector(".ways [aria-current]").href : (listAddress() ?? document.querySelector(".bar .word").href));
}

bind({
  down: () => move(1),
  up: () => move(-1),
  c: press("#new"),
  x: press("tr[aria-current] .switch"),
  "+": press('[data-key="+"]:enabled'),
  "-": press('[data-key="-"]:enabled'),
  Enter: enter,
  Escape: leave,
});

// In a field, Enter tries what is typed: it saves nothing, and a condition is one line, however long.
const query = document.getElementById("rule-query");
document.getElementById("rule")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, textarea")) return;
  event.preventDefault();
  if (!event.repeat) event.target.dispatchEvent(new Event("change", { bubbles: true }));
});
document.body.addEventListener("htmx:afterSettle", () => {
  query?.setAttribute("aria-invalid", String(document.querySelector("#trial-error mark") !== null));
});
current()?.scrollIntoView({ block: "nearest" });
