// What seems to belong to an article: keys answer the one that has the focus, else the first.
import { button } from "./keys.js";

// Returns whether there was one to answer: one that has the focus, where it has to be `focused`.
export function answer(act, { focused = false } = {}) {
  const one = document.activeElement?.closest(".belong li") ?? (focused ? null : document.querySelector(".belong li"));
  const pressed = button(one, act);
  pressed?.click();
  return Boolean(pressed);
}
