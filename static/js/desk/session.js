// The session: who is signed in, the secret that forms send, and signing in without leaving the page.
const PATIENCE = 5000; // milliseconds for an answer, whatever it says
const PAUSE = 1000; // milliseconds without a key, before a dialog takes them
const dialog = document.getElementById("sign-in");
const another = document.getElementById("someone-else");
const form = dialog.querySelector("form");
const trouble = dialog.querySelector(".error");
const second = dialog.querySelector(".second");
const signInPath = new URL(form.action).pathname;
let user = dialog.dataset.user;
let restoring;
let typedAt = -PAUSE;
let declined = false; // whoever has closed the dialog is asked again by what they decide, not by what they read

export const who = () => user;

// Who has taken the place of whoever decided on this page.
export const other = () => another.querySelector("[data-name]").textContent;

// Whether the server answers, whatever it says.
export function isReachable() {
  const asked = fetch(dialog.dataset.check, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  return asked.then(() => true, () => false);
}

const secrets = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

export const token = () => secrets()[0].value;

// htmx is told by a header, other requests are redirected.
export function isSignedOut(response) {
  const place = response.headers.get("HX-Redirect") ?? (response.redirected ? response.url : "");
  return response.status === 401 || (place !== "" && new URL(place, location).pathname === signInPath);
}

// Whether the desk answered, and not whatever stands between: a proxy, or the sign-in of a network.
export const isOurs = (response) => response.headers.has("Newsdesk");

// Who is signed in now; null if nobody is. Takes over the secret of a session that is the page's own.
async function look() {
  const response = await fetch(dialog.dataset.check, { headers: { "HX-Request": "true" }, cache: "no-store" });
  if (isSignedOut(response)) return null;
  if (!isOurs(response)) throw new Error("Something else than the desk answered");
  if (response.status === 403) return { barred: true };
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  const now = await response.json();
  if (String(now.user) === user) adopt(now);
  return now;
}

function adopt(now) {
  user = String(now.user);
  for (const field of secrets()) field.value = now.token;
}

// Resolves to "same" once the page's user is signed in, "other" if somebody else is who takes over,
// "dropped" if that one does not, "unanswered" if they do not say, "barred" if whoever is may do nothing here, and "left" if nobody
// signs in. `waiting` returns what would be sent then, in sentences.
export function restore(waiting) {
  restoring ??= ask(waiting).then((outcome) => {
    declined = outcome === "left" || outcome === "unanswered";
    return outcome;
  }).finally(() => {
    restoring = undefined;
  });
  return restoring;
}

addEventListener("keydown", ({ timeStamp }) => {
  typedAt = timeStamp;
}, true);

// Keys that are typed ahead decide on articles: none of them is meant for a dialog that comes up.
const pauseLeft = () => typedAt + PAUSE - performance.now();

async function pause() {
  while (pauseLeft() > 0) await new Promise((resolve) => setTimeout(resolve, pauseLeft()));
}

async function ask(waiting) {
  const now = await look();
  if (now) return greet(now, waiting);
  await pause();
  show(waiting());
  return new Promise((resolve) => {
    dialog.addEventListener("close", async () => {
      const found = dialog.returnValue === "in" ? await look() : null;
      resolve(found ? greet(found, waiting) : "left");
    }, { once: true });
  });
}

function show(waiting) {
  const { length } = waiting;
  dialog.returnValue = "";
  trouble.textContent = "";
  second.hidden = true;
  form.elements.password.value = "";
  list(dialog, waiting);
  form.querySelector("[type=submit]").textContent = length ? `Sign in and send ${length}` : "Sign in";
  dialog.showModal();
  form.elements.password.focus();
}

function list(root, waiting) {
  const place = root.querySelector(".waiting");
  const heading = document.createElement("b");
  heading.textContent = waiting.length === 1 ? "1 decision waits" : `${waiting.length} decisions wait`;
  const lines = document.createElement("ul");
  for (const sentence of waiting) {
    const line = document.createElement("li");
    line.dir = "auto";
    line.textContent = sentence;
    lines.append(line);
  }
  place.replaceChildren(heading, lines);
  place.hidden = waiting.length === 0;
}

// Whoever is signed in now is asked before they send what somebody else has decided.
async function greet(now, waiting) {
  if (now.barred) return "barred";
  if (String(now.user) === user) return "same";
  if (!waiting().length) {
    location.reload();
    return "left";
  }
  await pause();
  for (const place of another.querySelectorAll("[data-name]")) place.textContent = now.name;
  list(another, waiting());
  another.returnValue = "";
  another.showModal();
  return new Promise((resolve) => {
    another.addEventListener("close", () => {
      if (another.returnValue === "send") adopt(now);
      resolve({ send: "other", drop: "dropped" }[another.returnValue] ?? "unanswered");
    }, { once: true });
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const send = form.querySelector("[type=submit]");
  send.disabled = true;
  trouble.textContent = "";
  try {
    await signIn();
  } catch {
    trouble.textContent = "The server cannot be reached. Try again.";
  }
  send.disabled = false;
});

async function signIn() {
  const page = await fetch(form.action);
  if (page.redirected) return goOn(page.url); // signed in meanwhile, or half way
  const parsed = new DOMParser().parseFromString(await page.text(), "text/html");
  const secret = parsed.querySelector("[name=csrfmiddlewaretoken]");
  const body = new URLSearchParams(new FormData(form));
  body.set(secret.name, secret.value);
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const response = await fetch(form.action, { method: "POST", body, headers });
  const answer = await response.json().catch(() => ({}));
  if (response.status === 400) return refuse(answer);
  if (!response.ok) throw new Error(String(response.status));
  return goOn(answer.location);
}

async function goOn(place) {
  if (await look()) return close();
  second.hidden = false; // password and second factor: that has a page of its own
  second.querySelector("a").href = place ?? form.action;
  second.querySelector("a").focus();
}

function refuse(answer) {
  const fields = Object.values(answer.form?.fields ?? {}).flatMap((field) => field.errors);
  trouble.textContent = [...(answer.form?.errors ?? []), ...fields].join(" ") || "That did not work. Try again.";
  form.elements.password.select();
}

function close() {
  if (dialog.open) dialog.close("in");
}

// Signed in on another page: noticed on the way back.
async function lookAgain() {
  if (dialog.open && await look().catch(() => null)) close();
}
addEventListener("focus", lookAgain);
dialog.querySelector("[data-again]").addEventListener("click", async () => {
  await lookAgain();
  if (dialog.open) trouble.textContent = "Nobody is signed in yet.";
});

// A part of a page, asked for again once somebody is signed in; null if nobody will be.
export async function part(address, target, waiting, signal) {
  const headers = { "HX-Request": "true", "HX-Target": target };
  const response = await fetch(address, { headers, signal });
  if (isSignedOut(response)) {
    return !declined && await restore(waiting) === "same" ? part(address, target, waiting, signal) : null;
  }
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  if (!isOurs(response)) throw new Error("Something else than the desk answered.");
  return response.text();
}
