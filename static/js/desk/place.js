// Where in the list one is, so that an article's page leads back there. Each tab has its own.
const NAME = "desk-place";
const BELOW = 50; // rows to go on with, should the current one have left the list

const saved = () => JSON.parse(sessionStorage.getItem(NAME) ?? "{}");

export function rowsBelow(row) {
  const below = [];
  for (let next = row.nextElementSibling; next && below.length < BELOW; next = next.nextElementSibling) {
    if (next.id !== "more") below.push(next.id);
  }
  return below;
}

export function note(row) {
  const address = location.pathname + location.search;
  const done = row.classList.contains("done");
  sessionStorage.setItem(NAME, JSON.stringify({ address, done, below: rowsBelow(row) }));
}

// Whether one had decided on it already when one came there.
export const wasDone = () => saved().done;

export const listAddress = () => saved().address;

// The first of those that were below and still are in the list.
export const below = () => (saved().below ?? []).map((id) => document.getElementById(id)).find(Boolean);
