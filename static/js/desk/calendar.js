// The calendar: keys for the weeks, and acts that bring the page anew.
import { bind } from "./keys.js";
import { go } from "./leave.js";
import { sendForms } from "./page.js";
import { listAddress } from "./place.js";
import { undo } from "./send.js";

const titleOf = (form) => form.closest("li")?.querySelector("a").textContent.trim() ?? "";
sendForms({ title: titleOf });

const turn = (id) => () => go(document.getElementById(id).href);

bind({
  earlier: turn("week-before"),
  later: turn("week-after"),
  undo: () => undo(),
  Escape: () => go(listAddress() ?? document.querySelector(".bar .word").href),
});
