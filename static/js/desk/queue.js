// The queue: keys and buttons decide on rows, and the list goes on at once.
import { bind, button, scores } from "./keys.js";
import { catchUp, current, down, focus, load, restart, resume, rowOf, select, show, take, up } from "./list.js";
import * as messages from "./messages.js";
import * as outbox from "./outbox.js";
import { count, dress, paint, put, read, refuse } from "./rows.js";
import { decision, forRow, undoLast } from "./send.js";
import { part, restore } from "./session.js";
import { notDone } from "./words.js";

const pane = document.getElementById("pane");
const results = document.getElementById("results");
const search = document.getElementById("q");
let steps = 0; // an answer moves nobody who has gone on meanwhile

const refusedRows = () => document.querySelectorAll("#rows > .refused");
const titleOf = (root) => root?.querySelector("h2")?.textContent.trim() ?? "";

outbox.watch(() => {
  paint();
  messages.show(refusedRows().length, () => select(refusedRows()[0]));
});

function send(item) {
  outbox.add({ ...forRow(item), ...answers(item, steps) });
  return item.article;
}

function answers(item, step) {
  return {
    done(answer) {
      const now = accept(answer);
      if (item.undo && step === steps && now.row) select(rowOf(now.article), { scroll: "nearest" });
      return now.row ? now : null;
    },
    refused(answer) {
      const now = accept(answer);
      const row = item.article && rowOf(item.article);
      if (row) refuse(row, item.label);
      if (!now.toast.length) messages.fail(notDone(item.label, answer.status));
      return now.row && answer.status === 422 ? now : null;
    },
  };
}

function accept(answer) {
  const now = read(answer);
  if (now.row && put(now.row) === current()) show();
  count(now.counts);
  if (now.toast.length) messages.toast(now.toast);
  return now;
}

const turn = (act) => (event) => {
  steps += 1;
  take(act, event?.repeat);
};

const decide = (act, changes) => turn(() => {
  const wait = catchUp();
  return wait ? wait.then(() => judge(act, changes)) : judge(act, changes);
});

function judge(act, changes) {
  const row = current();
  const form = row?.querySelector(".judge");
  const pressed = act === "score" ? form?.querySelector(".set") : button(form, act);
  if (!pressed) return null;
  send(decision(form, pressed, titleOf(row), changes));
  return down();
}

async function open() {
  const link = current()?.querySelector("h2 a");
  if (!link) return;
  await outbox.quiet();
  location.assign(link.href);
}

function leave() {
  messages.clear();
  results.querySelector(".empty a")?.click();
}

bind({
  j: turn(down),
  k: turn(up),
  o: open,
  p: decide("publish"),
  u: decide("unpublish"),
  a: decide("agree"),
  "#": decide("reject"),
  z: turn(() => {
    send(undoLast());
  }),
  Escape: leave,
  ...scores((quality) => decide("score", { quality })()),
}, "jk");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".judge, .verdict, .toast form")) return;
  event.preventDefault();
  steps += 1;
  const article = send(decision(form, event.submitter, titleOf(form.closest(".row, #pane"))));
  if (article && !form.matches(".toast form") && rowOf(article) === current()) take(() => down({ scroll: "nearest" }));
});

// Another list, by the filters.
document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target !== results) return;
  restart();
  paint();
});
htmx.onLoad(dress);
document.addEventListener("desk:rows", ({ detail }) => {
  for (const row of detail) dress(row);
  paint();
});
resume();

document.body.addEventListener("htmx:beforeOnLoad", async (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  event.preventDefault();
  if (await restore(outbox.sentences).catch(() => "left") === "same") htmx.trigger("#filters", "submit");
});
document.body.addEventListener("htmx:sendError", () => {
  messages.fail("The server cannot be reached. The list is as it was; try again.");
});
document.body.addEventListener("htmx:responseError", ({ detail }) => {
  messages.fail(`The server answered ${detail.xhr.status}. The list is as it was; try again.`);
});

// On a wide screen a click shows the article beside the list; with a modifier it opens its page.
results.addEventListener("click", (event) => {
  const row = event.target.closest(".row");
  const link = event.target.closest("a");
  if (link?.closest("#more")) {
    event.preventDefault();
    take(load);
    return;
  }
  if (!row || event.target.closest("form, button") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (getComputedStyle(pane).display === "none" && link) return;
  event.preventDefault();
  steps += 1;
  select(row, { scroll: "nearest" });
});

// What is on its way arrives before a link leads away from it.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  const plain = link && !event.defaultPrevented && !link.target && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!plain || link.origin !== location.origin || !outbox.state().items.length || outbox.state().held) return;
  event.preventDefault();
  await outbox.quiet();
  location.assign(link.href);
});

// The filters' fields come when somebody opens them; without scripts a link does it.
const filters = document.querySelector(".filters details");
const fetching = filters.querySelector("summary a");
if (fetching) {
  fetching.replaceWith(fetching.text);
  const source = fetching.href;
  const fields = document.getElementById("fields");
  const fetchFields = async () => {
    const html = await part(source, "fields", outbox.sentences).catch(() => null);
    if (html !== null) fields.innerHTML = html;
  };
  filters.addEventListener("toggle", fetchFields, { once: true });
}

// What is cut short can be read as a whole.
results.addEventListener("mouseover", ({ target }) => {
  const text = target.closest(".row h2, .row .why, .row time");
  if (!text || text.title) return;
  if (text.dateTime) text.title = `${text.dateTime.slice(0, 16).replace("T", ", ")} UTC`;
  else if (text.scrollWidth > text.clientWidth) text.title = text.textContent;
});

// Esc gives the keys back; where nothing was found it gives back the list as well.
search.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  focus(current() ?? results);
  if (current() || !search.value) return;
  search.value = "";
  htmx.trigger("#filters", "submit");
});
