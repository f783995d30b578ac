// One article: the same keys decide, and nothing typed is lost by leaving.
import { bind, press, scores, undo } from "./keys.js";

const verdict = document.querySelector(".verdict");
const edit = document.querySelector("[data-guard]");
const typed = () => new URLSearchParams(new FormData(edit)).toString();
const before = edit.dataset.guard === "dirty" ? null : typed();
let saving = false;

function score(quality) {
  verdict.querySelector(`[data-score="${quality}"]`).click();
}

function leave() {
  location.assign(document.querySelector(".bar .word").href);
}

bind({
  p: () => press(verdict, "publish"),
  u: () => press(verdict, "unpublish"),
  "#": () => press(verdict, "reject"),
  z: undo,
  Escape: leave,
  ...scores(score),
});

edit.addEventListener("submit", () => {
  saving = true;
});
addEventListener("beforeunload", (event) => {
  if (!saving && typed() !== before) event.preventDefault();
});
