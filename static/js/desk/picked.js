// What is picked in a list, kept for as long as the tab is: the articles with the version that was
// seen, or all that match.
const NAME = "desk-picked";
const NOT_OF_LIST = ["asof", "at", "after", "sort", "filters"];

export function load() {
  const saved = JSON.parse(sessionStorage.getItem(NAME) ?? "{}");
  return { list: saved.list ?? "", all: saved.all ?? false, rows: new Map(saved.rows) };
}

export function save({ list, all, rows }) {
  sessionStorage.setItem(NAME, JSON.stringify({ list, all, rows: [...rows] }));
}

export const forget = () => sessionStorage.removeItem(NAME);

// A list by its queue and filters, wherever in it one is.
export const listHere = () => listOf(location.search);

export function listOf(search) {
  const all = [...new URLSearchParams(search)];
  const params = new URLSearchParams(all.filter(([name, value]) => value && !NOT_OF_LIST.includes(name)));
  if (!params.has("queue")) params.set("queue", "waiting");
  params.sort();
  return params.toString();
}
