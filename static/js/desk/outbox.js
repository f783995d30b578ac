// What was decided and is not yet done, in order. One decision is on its way at a time. What was
// refused comes back with the truth; what did not get through is kept, also over a reload, and sent
// again with the same key, so that it is done once however often it is sent.
import { forget, keep, kept, takeOver } from "./kept.js";
import { isOurs, isSignedOut, restore, token, who } from "./session.js";

const PATIENCE = 20_000; // milliseconds for an answer
const LONGEST = 30; // seconds between two tries
const ROW = { "HX-Request": "true" }; // the answer is the article's row and a message, not a page
const OF_SENDING = ["key", "version", "csrfmiddlewaretoken"]; // fields that say nothing of what is decided
const SECRETS = 2; // 403 may be for the secret, which another answer may just have replaced
const items = [];
let sending = false;
let timer;
let held = null; // why the first one waits, where it does
let page = { changed() {}, done() {}, refused() {} };

// `changed` is told of every change. `done` and `refused` take a decision and its answer; they return
// the article and its version as the answer has them, where it does. What was kept is sent first.
export function start(listeners) {
  page = listeners;
  items.push(...kept());
  note();
  send();
  takeOver((left) => {
    items.push(...left);
    note();
    if (!held) send();
  });
}

// A decision has its `key`, `url` and `fields`, the `article` that it is about where it is known, and
// `label` with what it says for people; `undo` tells that it is one, `undoes` what that still waits
// for, and `whole` that a page answers it. Returns whether it was not decided just so before.
export function add(item) {
  if (isRepeated(item)) return false;
  items.push({ tries: 0, asked: 0, unknown: false, doomed: false, ...item });
  note();
  if (!held) send();
  return true;
}

export const sentences = () => items.map(({ label }) => label.sentence);
export const state = () => ({ items, held });
const stands = (item) => !item.undo && !items.some((other) => other.undoes === item.key);
export const last = () => items.findLast(stands);

function isRepeated(item) {
  if (item.undo || item.article === null) return false;
  const before = items.findLast((other) => other.article === item.article && stands(other) && !other.doomed);
  return before?.url === item.url && decided(before.fields) === decided(item.fields);
}

function decided(fields) {
  const others = new URLSearchParams(fields);
  for (const name of OF_SENDING) others.delete(name);
  return others.toString();
}

// Takes out what was decided last, if it has certainly not been sent, and returns it.
export function cancelLast() {
  const item = last();
  if (!item || item.unknown || (sending && item === items[0])) return null;
  items.splice(items.indexOf(item), 1);
  if (!items.length) held = null;
  else if (held) held.item = items[0];
  note();
  return item;
}

function note() {
  keep(items, sending);
  page.changed();
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
  note();
  item.fields.set("csrfmiddlewaretoken", token());
  const response = await fetch(item.url, {
    method: "POST",
    body: item.fields,
    headers: item.whole ? {} : ROW,
    signal: AbortSignal.timeout(PATIENCE),
  });
  const { status } = response;
  if (isSignedOut(response)) return signIn(item);
  if (status === 403 && item.asked < SECRETS) {
    item.asked += 1;
    return signIn(item);
  }
  if (status === 429 || status === 503) return () => wait(item, status === 429 ? "throttled" : "busy", pause(response));
  if (status >= 500 || !isFromHere(response)) return failed(item);
  const answer = { response, status, text: await response.text() };
  return () => settle(item, response.ok ? "done" : "refused", answer);
}

// What is too large is refused before it is read, and will be however often it is sent.
const isFromHere = (response) => isOurs(response) || response.status === 413;

function lost(item, online) {
  item.unknown ||= online;
  return () => wait(item, navigator.onLine ? "lost" : "offline");
}

function failed(item) {
  item.unknown = true;
  return () => wait(item, "failed");
}

async function signIn(item) {
  const before = who();
  const outcome = await restore(sentences).catch(() => "unreachable");
  if (who() !== before) forget(before);
  return {
    same: send,
    other: sendAndReload,
    unreachable: () => wait(item, "busy"),
    dropped: () => clear(),
    barred: () => settle(item, "refused", { text: "", status: 403 }),
    unanswered: () => holdSignedOut(item, "another"),
    left: () => holdSignedOut(item, "signed-out"),
  }[outcome];
}

function holdSignedOut(item, why) {
  item.asked = 0;
  hold(why);
}

async function sendAndReload() {
  send();
  if (await quiet()) location.reload();
}

function clear() {
  items.length = 0;
  note();
  location.reload();
}

function hold(why, at = null) {
  held = { why, at, item: items[0] };
  note();
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
  const now = page[outcome](item, answer);
  if (now?.isVain) doomUndoOf(item);
  if (now) follow(now);
  note();
  send();
}

// What was decided on top of a decision goes on from the version that this one made, also of what
// changed with it.
function follow({ article, version, also = [] }) {
  const versions = new Map([[article, version], ...also.map((row) => [Number(row.id.replace("article-", "")), row.querySelector("[name=version]").value])]);
  for (const item of items) {
    if (versions.has(item.article) && !item.doomed) item.fields.set("version", versions.get(item.article));
  }
}

// What was decided on top of one that was not done is not what anybody meant.
function doom(refused, status) {
  for (const item of items) {
    const onTop = item.article !== null && item.article === refused.article && status !== 422;
    if (item.undoes === refused.key || onTop) item.doomed = true;
  }
}

// An undo of what has changed nothing would undo what was done before.
function doomUndoOf({ key }) {
  for (const item of items) item.doomed ||= item.undoes === key;
}

addEventListener("online", () => {
  if (held?.why === "offline" || held?.why === "lost") retry();
});
addEventListener("beforeunload", (event) => {
  if (items.length) event.preventDefault();
});
