// Duplicates: one pair is current; keys move it, merge its two, or keep them apart.
import { bind, button } from "./keys.js";
import { sendForms } from "./page.js";
import { addressOf, undo } from "./send.js";

let current; // the id of the current pair: the page comes anew around it

const all = () => [...document.querySelectorAll(".pair")];
const pair = () => document.getElementById(current);
const link = (id) => document.querySelector(`.all a[href="#${id}"]`);
const isDecided = (one) => one.matches(".done, .sending");

// The list as it is now stands in the address, so that it comes again as it is.
const here = () => document.querySelector(".pairs").dataset.here;
history.replaceState(history.state, "", here() + location.hash);

function select(one, { focus = true } = {}) {
  if (!one) return;
  current = one.id;
  for (const other of document.querySelectorAll(".pairs [aria-current]")) other.removeAttribute("aria-current");
  one.setAttribute("aria-current", "true");
  const line = link(one.id)?.closest("li");
  line?.setAttribute("aria-current", "true");
  line?.scrollIntoView({ block: "nearest" });
  if (focus && document.activeElement.id !== "q") one.focus({ preventScroll: true });
}

function move(step) {
  const pairs = all();
  select(pairs[pairs.indexOf(pair()) + step]);
}

// The next one that waits, else the last one.
function goOn() {
  const pairs = all();
  const below = pairs.slice(pairs.indexOf(pair()) + 1);
  select(below.find((one) => !isDecided(one)) ?? below[0] ?? pair());
}

const isOf = ({ url, fields }) => (form) =>
  addressOf(form.querySelector("button")) === url &&
  ["into", "other"].every((name) => (form.elements[name]?.value ?? null) === fields.get(name));
const decidedBy = (item) => all().filter((one) => [...one.querySelectorAll(".acts form")].some(isOf(item)));

// They are on their way until the page comes anew.
function changed({ items }) {
  for (const one of items.flatMap(decidedBy)) {
    one.classList.add("sending");
    link(one.id)?.closest("li").classList.add("sending");
  }
}

function takeBack(one) {
  one.classList.remove("sending");
  link(one.id)?.closest("li").classList.remove("sending");
  select(one);
}

sendForms({
  title: (form) => form.closest("[data-title]")?.dataset.title ?? "",
  settled() {
    const one = pair() ?? all()[0];
    select(one);
    return Boolean(one);
  },
  changed,
});

function undoLast() {
  const item = undo();
  if (item) decidedBy(item).forEach(takeBack);
}

// The next pair comes up at once; this one turns grey when the answer is here.
const decide = (act) => () => {
  const one = pair();
  const pressed = button(one, act);
  if (!pressed || isDecided(one)) return;
  pressed.click();
};

document.addEventListener("click", (event) => {
  const way = event.target.closest(".pairs a[data-way], .all a[href^='#pair-']");
  if (!way) return;
  event.preventDefault();
  if (way.hasAttribute("href")) select(document.getElementById(way.hash.slice(1)));
});
document.addEventListener("submit", ({ target }) => {
  if (target.closest(".pair") === pair() && target.matches(".acts form")) goOn();
});

bind({
  down: () => move(1),
  up: () => move(-1),
  "keep-left": decide("keep-left"),
  "keep-right": decide("keep-right"),
  "keep-apart": decide("keep-apart"),
  refresh: () => document.querySelector("[data-refresh]")?.click(),
  undo: undoLast,
}, ["down", "up"]);

select(document.getElementById(location.hash.slice(1)) ?? document.querySelector(".pair[aria-current]") ?? all()[0]);
