// Conflicts: one field is current; keys move it, and pick a side for it or for its whole article.
import { bind, button } from "./keys.js";
import { sendForms } from "./page.js";

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

const { undo } = sendForms({
  title: (form) => form.closest(".contested")?.querySelector("h2").textContent.trim() ?? "",
  settled,
});

// The next field comes up at once; what is settled goes when the answer is here.
const pick = (act) => () => {
  const pressed = button(current, act);
  if (!pressed || isSettled(current)) return;
  pressed.click();
  current.classList.add("sending"); // until the answer is here
  move(1)();
};

const pickAll = (act) => () => {
  const whole = article();
  const pressed = button(whole, act);
  if (!pressed || isSettled(current)) return;
  pressed.click();
  for (const sides of whole.querySelectorAll(".sides")) sides.classList.add("sending");
  select(all().find((sides) => whole.compareDocumentPosition(sides) & Node.DOCUMENT_POSITION_FOLLOWING && !whole.contains(sides)));
};

bind({
  j: move(1),
  k: move(-1),
  1: pick("ours"),
  2: pick("theirs"),
  3: pickAll("all-ours"),
  4: pickAll("all-theirs"),
  z: undo,
}, "jk");

select(document.getElementById(location.hash.slice(1)) ?? all()[0]);
