// Tells the server which article is looked at, and shows who else does. A page that nobody sees says
// nothing, and an article that is only passed by is not mentioned.
import { isOurs } from "./session.js";

const EVERY = 25_000;
const FIRST = 5_000;
let timer;
let last = ""; // the number of the article that was told of last

const place = () => document.getElementById("present");
const numberOf = (address) => /\/articles\/(\d+)\//.exec(address)[1];

async function tell() {
  schedule(EVERY);
  const here = place();
  if (!here || document.hidden || !navigator.onLine) return;
  const address = here.dataset.here;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, left: last });
  try {
    const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
    if (!answer.ok || !isOurs(answer)) return;
    last = numberOf(address);
    const html = await answer.text();
    if (place()?.dataset.here === address) place().innerHTML = html;
  } catch {
    // It is said again before long.
  }
}

function schedule(delay) {
  clearTimeout(timer);
  timer = setTimeout(tell, delay);
}

// Another article is shown.
export const changed = () => schedule(FIRST);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) schedule(FIRST);
});
changed();
