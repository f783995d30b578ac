// The basket, from the queue: what is picked, or the current row, goes in or is taken out. It is
// sent like a decision, so it is kept while the network is away.
import * as outbox from "./outbox.js";
import { newKey } from "./send.js";

const address = (name) => new URL(`basket/${name}/`, document.querySelector(".bar .word").href).href;
const held = new Set(document.getElementById("in-basket").dataset.keys.split(","));

// `rows` are pairs of an article's key and the version seen; `all` those of the whole list.
export function toggle(rows, all) {
  const out = !all && rows.every(([key]) => held.has(key));
  const fields = new URLSearchParams({ pick: rows.map((one) => one.join(".")).join(",") });
  if (all) {
    fields.set("all", "1");
    fields.set("query", location.search.slice(1));
  }
  for (const [key] of rows) {
    if (out) held.delete(key);
    else held.add(key);
  }
  outbox.add({ key: newKey(), url: address(out ? "remove" : "add"), fields, article: null, label: label(out), undo: false });
}

export const has = (key) => held.has(key);

function label(out) {
  const sentence = out ? "Take it out of the basket" : "Put it into the basket";
  return { doing: "Basket…", verb: sentence, sentence, unknown: out ? "it was taken out of the basket" : "it was put into the basket" };
}
