// Conflicts: one field is current; keys move it, and pick a side for it or for its whole article.
import { bind, press, undo } from "./keys.js";

const all = [...document.querySelectorAll(".sides")];
let current;

function select(sides) {
  if (!sides) return;
  current?.removeAttribute("aria-current");
  current = sides;
  sides.setAttribute("aria-current", "true");
  sides.focus({ preventScroll: true });
  sides.scrollIntoView({ block: "nearest" });
}

const article = () => current?.closest(".contested");
const move = (step) => () => select(all[all.indexOf(current) + step]);

bind({
  j: move(1),
  k: move(-1),
  1: () => press(current, "ours"),
  2: () => press(current, "theirs"),
  3: () => press(article(), "all-ours"),
  4: () => press(article(), "all-theirs"),
  z: undo,
});

select(document.getElementById(location.hash.slice(1)) ?? all[0]);
