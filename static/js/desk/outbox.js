// What was decided and is not yet done, in order. One decision is on its way at a time. What was
// refused comes back with the truth; what did not get through is kept and sent again with the same
// key, so that it is done once however often it is sent.
import { isSignedOut, restore, token } from "./session.js";

const PATIENCE = 20_000; // milliseconds for an answer
const LONGEST = 30; // seconds between two tries
const SECRETS = 2; // 403 may be for the secret, which another answer may just have replaced
const items = [];
let sending = false;
let timer;
let held = null; // why the first one waits, where it does
let changed = () => {};

// A decision has its `url` and `fields`, the `article` that it is about where it is known, and
// `label` with what it says for people. `done` and `refused` take the answer; they return the
// article and its version as the answer has them, where it does.
export function add(item) {
  items.push({ tries: 0, asked: 0, unknown: false, doomed: false, ...item });
  changed();
  if (!held) send();
}

export const sentences = () => items.map(({ label }) => label.sentence);
export const state = () => ({ items, held });
export const last = () => items.findLast((item) => !item.undo && !items.some((other) => other.undoes === item));

export function watch(listener) {
  changed = listener;
}

export function retry() {
  clearTimeout(timer);
  held = null;
  send();
}

// Gives up the first one: nobody knows what became of it, or it cannot be sent.
export function drop() {
  const [item] = items;
  if (item && !sending) settle(item, "refused", { text: "", status: 0 });
}

// Resolves when nothing is on its way any more, or what is has to wait.
export const quiet = () => new Promise((resolve) => {
  const look = () => (items.length && !held ? setTimeout(look, 20) : resolve(items.length === 0));
  look();
});

async function send() {
  if (sending || !items.length) return;
  clearTimeout(timer);
  const [item] = items;
  if (item.doomed) return settle(item, "refused", { text: "", status: 0 });
  sending = true;
  const online = navigator.onLine; // only a hint: a server on this machine answers without a network
  const next = await attempt(item).catch(() => lost(item, online));
  sending = false;
  next();
}

// Returns what to do next.
async function attempt(item) {
  held = null;
  item.tries += 1;
  changed();
  item.fields.set("csrfmiddlewaretoken", token());
  const response = await fetch(item.url, {
    method: "POST",
    body: item.fields,
    headers: item.headers,
    signal: AbortSignal.timeout(PATIENCE),
  });
  const { status } = response;
  if (isSignedOut(response)) return signIn(item);
  if (status === 403 && item.asked < SECRETS) {
    item.asked += 1;
    return signIn(item);
  }
  if (status === 429 || status === 503) return () => wait(item, status === 429 ? "throttled" : "busy", pause(response));
  if (status >= 500) return failed(item);
  const answer = { response, status, text: await response.text() };
  return () => settle(item, response.ok ? "done" : "refused", answer);
}

function lost(item, online) {
  item.unknown ||= online;
  return () => wait(item, navigator.onLine ? "lost" : "offline");
}

function failed(item) {
  item.unknown = true;
  return () => wait(item, "failed");
}

async function signIn(item) {
  const outcome = await restore(sentences).catch(() => "unreachable");
  return {
    same: send,
    other: sendAndReload,
    unreachable: () => wait(item, "busy"),
    dropped: () => clear(),
    barred: () => settle(item, "refused", { text: "", status: 403 }),
    left: () => holdSignedOut(item),
  }[outcome];
}

function holdSignedOut(item) {
  item.asked = 0;
  hold("signed-out");
}

async function sendAndReload() {
  send();
  if (await quiet()) location.reload();
}

function clear() {
  items.length = 0;
  changed();
  location.reload();
}

function hold(why, at = null) {
  held = { why, at, item: items[0] };
  changed();
}

function wait(item, why, seconds = 0) {
  const delay = Math.max(seconds, Math.min(LONGEST, 2 ** (item.tries - 1)));
  hold(why, Date.now() + delay * 1000);
  timer = setTimeout(retry, delay * 1000);
}

function pause(response) {
  const said = response.headers.get("Retry-After") ?? "";
  return /^\d+$/.test(said) ? Number(said) : Math.max(0, (Date.parse(said) - Date.now()) / 1000 || 0);
}

function settle(item, outcome, answer) {
  items.shift();
  held = null;
  if (outcome === "refused") doom(item, answer.status);
  const now = item[outcome](answer);
  if (now) follow(now);
  changed();
  send();
}

// What was decided on top of a decision goes on from the version that this one made.
function follow({ article, version }) {
  for (const item of items) {
    if (item.article === article && !item.doomed) item.fields.set("version", version);
  }
}

// What was decided on top of one that was not done is not what anybody meant.
function doom(refused, status) {
  for (const item of items) {
    const onTop = item.article !== null && item.article === refused.article && status !== 422;
    if (item.undoes === refused || onTop) item.doomed = true;
  }
}

addEventListener("online", () => {
  if (held?.why === "offline" || held?.why === "lost") retry();
});
addEventListener("beforeunload", (event) => {
  if (items.length) event.preventDefault();
});
