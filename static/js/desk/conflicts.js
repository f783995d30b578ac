// Conflicts: one field is current; keys move it, and pick a side for it or for its whole article.
import { bind, button } from "./keys.js";
import { sendForms } from "./page.js";
import { addressOf, undo } from "./send.js";

let below = []; // the fields from the current one on, as they were when it became so
let current;

const all = () => [...document.querySelectorAll(".sides")];

function select(sides) {
  if (!sides) return;
  current?.removeAttribute("aria-current");
  current = sides;
  below = all().slice(all().indexOf(sides)).map(({ id }) => id);
  sides.setAttribute("aria-current", "true");
  if (document.activeElement.id !== "q") sides.focus({ preventScroll: true });
  sides.scrollIntoView({ block: "nearest" });
}

const article = () => current?.closest(".contested");
const isSettled = (sides) => sides.classList.contains("sending");

// Over those that are being settled.
const move = (step) => () => {
  const fields = all();
  let place = fields.indexOf(current) + step;
  while (fields[place] && isSettled(fields[place])) place += step;
  select(fields[place]);
};

// The current field, or where it is settled the next that is not.
function settled() {
  current = undefined;
  select(below.map((id) => document.getElementById(id)).find(Boolean) ?? all()[0]);
}

// The fields that a decision settles, alone or with their whole article.
const settledBy = ({ url }) => all().filter((sides) => {
  const buttons = [...sides.querySelectorAll("button"), ...sides.closest(".contested").querySelectorAll(".all button")];
  return buttons.some((pressed) => addressOf(pressed) === url);
});

// They are being settled until the page comes anew.
function changed({ items }) {
  for (const sides of items.flatMap(settledBy)) sides.classList.add("sending");
}

sendForms({
  title: (form) => form.closest(".contested")?.querySelector("h2").textContent.trim() ?? "",
  settled,
  changed,
});

// Back to what had not been sent.
function undoLast() {
  const item = undo();
  if (!item) return;
  const fields = settledBy(item);
  for (const sides of fields) sides.classList.remove("sending");
  select(fields[0]);
}

// The next field comes up at once; what is settled goes when the answer is here.
const pick = (act) => () => {
  const pressed = button(current, act);
  if (!pressed || isSettled(current)) return;
  pressed.click();
  move(1)();
};

const pickAll = (act) => () => {
  const whole = article();
  const pressed = button(whole, act);
  if (!pressed || isSettled(current)) return;
  pressed.click();
  select(all().find((sides) => whole.compareDocumentPosition(sides) & Node.DOCUMENT_POSITION_FOLLOWING && !whole.contains(sides)));
};

bind({
  down: move(1),
  up: move(-1),
  1: pick("ours"),
  2: pick("theirs"),
  3: pickAll("all-ours"),
  4: pickAll("all-theirs"),
  undo: undoLast,
}, ["down", "up"]);

select(document.getElementById(location.hash.slice(1)) ?? all()[0]);
