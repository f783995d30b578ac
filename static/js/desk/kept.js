// What waits to be sent, kept over a reload or a crash for whoever decided it: nobody else gets to see
// or to send it. Each tab keeps its own, and what a tab that is gone has left goes to the next one.
import { who } from "./session.js";

const TAB = "desk-tab";
const FOREVER = new Promise(() => {});
const newName = () => crypto.getRandomValues(new Uint32Array(2)).join("-");
let tab = sessionStorage.getItem(TAB);
if (!tab) rename();

const prefix = (user) => `desk-outbox-${user}-`;
const place = (user) => prefix(user) + tab;
const lockOf = (name) => `${TAB}-${name}`;

function rename() {
  tab = newName();
  sessionStorage.setItem(TAB, tab);
}

// Others know by its lock that a tab is there. A tab that was made as a copy needs a name of its own.
// Without HTTPS browsers have no locks, and each tab has but what it kept itself.
function live() {
  navigator.locks?.request(lockOf(tab), { ifAvailable: true }, (lock) => {
    if (lock) return FOREVER;
    rename();
    return live();
  });
}
live();

// `begun` tells that the first one may be done already.
export function keep(items, begun) {
  const plain = items.map((item, index) => ({
    ...item,
    fields: withoutSecret(item.fields).toString(),
    unknown: item.unknown || (begun && index === 0),
  }));
  try {
    if (plain.length) localStorage.setItem(place(who()), JSON.stringify(plain));
    else forget(who());
  } catch {
    // No room, or none allowed: it waits on this page alone.
  }
}

export const kept = () => read(place(who()));

function read(name) {
  try {
    const plain = JSON.parse(localStorage.getItem(name) ?? "[]");
    return plain.map((item) => ({ ...item, asked: 0, fields: new URLSearchParams(item.fields) }));
  } catch {
    return [];
  }
}

// Gives `take` what tabs have left that are gone. It has to keep it at once: then it goes from there.
export async function takeOver(take) {
  const start = prefix(who());
  const names = Object.keys(localStorage).filter((name) => name.startsWith(start) && name !== start + tab);
  for (const name of navigator.locks ? names : []) {
    await navigator.locks.request(lockOf(name.slice(start.length)), { ifAvailable: true }, (lock) => {
      if (!lock) return;
      take(read(name));
      localStorage.removeItem(name);
    });
  }
}

export function forget(user) {
  localStorage.removeItem(place(user));
}

function withoutSecret(fields) {
  const others = new URLSearchParams(fields);
  others.delete("csrfmiddlewaretoken");
  return others;
}
