// Saving what the list shows under a name: one that is refused is mended where it was typed.
import * as messages from "./messages.js";
import { isOurs, isSignedOut } from "./session.js";

const LOST = "Not saved: the server cannot be reached. Try again.";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".save form")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer && isSignedOut(answer)) form.submit();
  else if (!answer || !isOurs(answer)) messages.fail(LOST);
  else if (answer.status === 201) location.assign(answer.headers.get("Location"));
  else if (answer.status === 422) refuse(form, await answer.text());
  else messages.fail(`Not saved: the server answered ${answer.status}. Reload the page.`);
});

function refuse({ elements: { name } }, why) {
  const error = document.getElementById("save-name-error");
  error.textContent = why;
  error.hidden = false;
  name.setAttribute("aria-invalid", "true");
  name.setAttribute("aria-describedby", error.id);
  name.select();
}
