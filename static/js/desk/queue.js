// The queue: keys and buttons decide on rows, and the list goes on at once.
import * as density from "./density.js";
import "./filters.js";
import * as finding from "./find-sheet.js";
import { bind, scores, shifted } from "./keys.js";
import { go } from "./leave.js";
import { END, catchUp, current, down, first, focus, goOn, isAtEnd, isSpent, load, mean, restart, resume, rowOf, select, show, take, tellEnd, turnPage, up, whereabouts } from "./list.js";
import * as messages from "./messages.js";
import * as news from "./news.js";
import * as outbox from "./outbox.js";
import { count, dress, paint, put, read, refuse } from "./rows.js";
import * as selection from "./selection.js";
import { asksFirst, changedNothing, decision, judgement, send, undo } from "./send.js";
import { restore } from "./session.js";
import * as sheets from "./sheets.js";
import * as suggestions from "./suggestions.js";
import * as topping from "./top-sheet.js";
import { notDone } from "./words.js";

const pane = document.getElementById("pane");
const results = document.getElementById("results");
const search = document.getElementById("q");
const filters = document.getElementById("filters");
let steps = 0; // an answer moves nobody who has gone on meanwhile
let place = null; // where one was before a search, or is to come to in a list that was emptied
let back = null; // the place that the list on its way leads back to
let takesFocus = false; // whether the list on its way gets the keys

const refusedRows = () => document.querySelectorAll("#rows > .refused");
const titleOf = (root) => root?.querySelector("h2")?.textContent.trim() ?? "";

function accept(answer) {
  const now = read(answer);
  if (now.row && answer.status >= 400 && rowOf(now.article)?.matches(".done")) now.row.classList.add("done");
  for (const row of now.also) keepDone(row);
  const rows = [now.row, ...now.also].filter(Boolean);
  if (first() && rows.map(put).includes(current())) show();
  count(now.counts);
  if (now.toast.length) messages.toast(now.toast);
  if (isAtEnd()) messages.add(END);
  return now;
}

// What changed with another is as decided as it was.
function keepDone(row) {
  const old = document.getElementById(row.id);
  if (!old?.matches(".done")) return;
  row.classList.add("done");
  row.querySelector(".state").append(...old.querySelectorAll(".state [formaction]"));
}

function done(item, answer) {
  const now = accept(answer);
  sheets.done(item);
  if (item.undo && now.row) comeBack(item, now);
  else if (now.isVain && !item.undo && !outbox.last()) changedNothing();
  return now.row ? now : null;
}

// To what was undone; into a list that has been emptied it comes anew.
function comeBack(item, { article }) {
  if (first() && item.step === steps) select(rowOf(article), { scroll: "nearest" });
  if (first()) return;
  place = { rows: [`article-${article}`], after: "", list: listOf(new FormData(filters)) };
  htmx.trigger(filters, "submit");
}

function refused(item, answer) {
  const now = accept(answer);
  const row = item.article && rowOf(item.article);
  if (row) refuse(row, item.label);
  if (!now.toast.length) messages.fail(notDone(item.label, answer.status));
  sheets.refused(item, now.toast[0]?.querySelector("p").textContent ?? notDone(item.label, answer.status));
  return now.row && answer.status === 422 ? now : null;
}

function changed() {
  paint();
  messages.show(refusedRows().length, () => select(refusedRows()[0]));
}

const turn = (act) => (event) => {
  steps += 1;
  take(act, event?.repeat);
};

// With articles picked, keys are about those.
const decide = (act, changes) => (event) => selection.propose(act, changes) || turn(() => decideNow(act, changes))(event);

function decideNow(act, changes) {
  const wait = catchUp();
  return wait ? wait.then(() => judge(act, changes)) : judge(act, changes);
}

function judge(act, changes) {
  const row = current();
  const form = row?.querySelector(".judge");
  if (!form) return tellEnd();
  if (isSpent(row)) return tellSpent(row);
  const isAgreed = act === "agree" && "agreed" in row.dataset;
  if (isAgreed) messages.say(`Already decided: “${titleOf(row)}”`);
  if (isAgreed) changedNothing();
  const isNew = !isAgreed && send(judgement(form, act, titleOf(row), changes));
  return goOn({}, isNew ? messages.say : messages.add);
}

const tellSpent = (row) => messages.say(`Already decided: “${titleOf(row)}”. To decide anew, go there.`);

// The dock decides on the current row, also while the rest of its article is on its way.
function decideHere({ dataset, value }) {
  mean();
  return decideNow(dataset.act ?? "score", dataset.act ? {} : { quality: value });
}

// What is suggested and has the focus; else what the seed wants of the current row, where it is in
// conflict, or has changed of it; else what is suggested first.
const settle = (act, ifChanged, ofSuggested) => (event) => {
  if (suggestions.answer(ofSuggested, { focused: true })) return;
  if (current()?.matches(".conflict")) decide(act)(event);
  else if (ifChanged && pane.querySelector(".since [data-act=agree]") && isReadBeside(current())) decide(ifChanged)(event);
  else if (selection.isPicking()) messages.say("That is for one article at a time: Esc unpicks.");
  else if (isReadBeside(current())) suggestions.answer(ofSuggested);
};

// One stays at the article. The next one can be answered before the pane comes anew.
function answerSuggested(form, { dataset }) {
  const row = current();
  const line = form.closest("li");
  const item = judgement(row.querySelector(".judge"), `suggestions/${dataset.act}`, titleOf(row), { other: line.dataset.other });
  if (!send({ ...item, step: steps })) return;
  const hadFocus = line.contains(document.activeElement);
  line.remove();
  if (hadFocus) focus(row);
}

// What is about one article, and needs a choice or changes others as well.
const alone = (act) => turn(() => {
  if (selection.isPicking()) return messages.say("That is for one article at a time: Esc unpicks.");
  if (!current()) return tellEnd();
  return act();
});

function lead() {
  const row = current();
  const isFolded = row.matches(".folded") || (isReadBeside(row) && !pane.querySelector("[data-way=lead]").disabled);
  if (isFolded) send(judgement(row.querySelector(".judge"), "lead", titleOf(row)));
  else messages.say(`“${titleOf(row)}” is a story of its own: nothing else leads it.`);
}

const ways = {
  link: alone(() => finding.open("link")),
  fold: alone(() => finding.open("fold")),
  lead: alone(lead),
  feature: () => selection.feature() || alone(topping.open)(),
};
// Whoever folds it is done with it.
sheets.start((kind, row) => {
  if (kind === "fold" && row === current()) take(() => goOn());
});
pane.addEventListener("click", (event) => {
  const way = ways[event.target.closest("[data-way]")?.dataset.way];
  if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  way();
});

// Back to what was undone: at once where it had not been sent.
function undoLast() {
  const item = undo({ step: steps });
  if (item?.article) select(rowOf(item.article), { scroll: "nearest" });
}

const open = (suffix = "") => () => {
  const link = current()?.querySelector("h2 a");
  if (link) go(`${link.href}${suffix}`);
};

// A tab of its own: the list stays.
function openOriginal() {
  const link = pane.querySelector("[data-original]");
  if (link && isReadBeside(current())) link.click();
  else messages.say("No address of the original is here yet.");
}

const isReadBeside = (row) => pane.querySelector(".verdict")?.action.includes(`/${row?.id.replace("article-", "")}/`);

// Beyond what is on its way for it already.
function scoreBy(points) {
  return turn(() => {
    const row = current();
    if (!row) return tellEnd();
    if (isSpent(row)) return tellSpent(row);
    const article = Number(row.id.replace("article-", ""));
    const before = outbox.state().items.findLast((item) => item.article === article && item.fields.has("quality") && !item.undo);
    const score = before ? before.fields.get("quality") : row.querySelector("[name=quality]").defaultValue;
    send(judgement(row.querySelector(".judge"), "score", titleOf(row), { quality: shifted(score, points) }));
  });
}

// What the reading pane suggests for the row that has the keys.
const suggested = alone(() => {
  const row = current();
  if (isSpent(row)) return tellSpent(row);
  const taken = isReadBeside(row) && pane.querySelector("[data-suggested]");
  return taken ? decideNow("score", { quality: taken.value }) : messages.say("No score is suggested here.");
});

function leave() {
  messages.clear();
  if (selection.clear()) return;
  if (forgetSearch()) return;
  const way = results.querySelector(".empty a");
  if (way && search.value && place) giveBack();
  else if (way) go(way.href);
}

// What was not understood goes from the box, which then says again what the list shows.
function forgetSearch() {
  const wrong = document.querySelector("#query-error p");
  if (!wrong) return false;
  search.value = new URL(location).searchParams.get("q") ?? "";
  search.setAttribute("aria-invalid", "false");
  wrong.parentElement.replaceChildren();
  return true;
}

bind({
  down: turn(down),
  up: turn(up),
  open: open(),
  original: openOriginal,
  publish: decide("publish"),
  hold: decide("unpublish"),
  agree: decide("agree"),
  reject: decide("reject"),
  take: settle("take-theirs", "agree", "accept"),
  keep: settle("keep-ours", null, "refuse"),
  lower: scoreBy(-5),
  higher: scoreBy(5),
  suggested,
  exact: () => current()?.querySelector("[name=quality]").select(),
  ...ways,
  edit: open("#id_title"),
  undo: turn(undoLast),
  "previous-page": turn(() => turnPage("less")),
  "next-page": turn(() => turnPage("more")),
  refresh,
  pane: density.turnPane,
  Escape: leave,
  ...selection.keys,
  ...scores((quality) => decide("score", { quality })()),
}, ["down", "up"]);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".judge, .verdict, .belong form, .toast form")) return;
  event.preventDefault();
  if (form.matches(".judge") && asksFirst(form, event.submitter)) return;
  steps += 1;
  if (form.matches(".belong form")) return answerSuggested(form, event.submitter);
  if (form.matches(".verdict") && current()) return take(() => decideHere(event.submitter));
  const item = decision(form, event.submitter, titleOf(form.closest(".row, #pane")));
  send({ ...item, step: steps });
  if (!item.undo && item.article && rowOf(item.article) === current()) take(() => goOn({ scroll: "nearest" }));
});

// The list as it is now, from its top: with what has come, and without what was decided.
async function refresh() {
  await outbox.quiet();
  takesFocus = true;
  place = null;
  htmx.trigger(filters, "submit");
}
news.start(refresh);

// Another list, by the filters. Whoever gives up a search comes back to where they were.
const listOf = (fields) => JSON.stringify([...fields].filter(([name, value]) => value && !["q", "at", "after"].includes(name)).toSorted());

document.body.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt !== filters) return;
  const list = listOf(new FormData(filters));
  back = null;
  if (search.value && !new URL(location).searchParams.get("q")) place = { ...whereabouts(), list };
  if (search.value || place?.list !== list) return;
  back = place;
  if (back.after) detail.parameters.after = back.after;
});
document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target !== results) return;
  restart(back);
  // A row that had the focus has gone with the list before.
  if (takesFocus || document.activeElement === document.body) focus(current() ?? results);
  takesFocus = false;
  density.show();
  paint();
});
htmx.onLoad(dress);
document.addEventListener("desk:rows", ({ detail }) => {
  for (const row of detail) dress(row);
  paint();
});
resume();
outbox.start({ changed, done, refused });

document.body.addEventListener("htmx:beforeOnLoad", async (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Redirect")) return;
  event.preventDefault();
  if (await restore(outbox.sentences).catch(() => "left") === "same") htmx.trigger(filters, "submit");
});
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.getResponseHeader("Newsdesk")) return;
  detail.shouldSwap = false;
  messages.fail("Something else than the desk answered, such as the sign-in of a network. The list is as it was.");
});
document.body.addEventListener("htmx:sendError", () => {
  messages.fail("The server cannot be reached. The list is as it was; try again.");
});
document.body.addEventListener("htmx:responseError", ({ detail }) => {
  messages.fail(`The server answered ${detail.xhr.status}. The list is as it was; try again.`);
});

// On a wide screen a click shows the article beside the list; with a modifier it opens its page. On a
// phone a title opens it as well, and a tap beside it makes the row current.
const isReadHere = () => getComputedStyle(pane.querySelector(".read") ?? pane).display !== "none";

results.addEventListener("click", (event) => {
  const row = event.target.closest(".row");
  const link = event.target.closest("a");
  const end = link?.closest("#more, #less");
  if (end) {
    event.preventDefault();
    take(() => load(end.id));
    return;
  }
  if (!row || event.target.closest("form button, input, label") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link?.closest("h2") && !isReadHere()) return;
  event.preventDefault();
  steps += 1;
  select(row, { scroll: "nearest" });
});

// What is on its way arrives before a link leads away from it, and no link leads to nowhere.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const plain = link && !event.defaultPrevented && !link.target && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!plain || link.origin !== location.origin || (navigator.onLine && !outbox.state().items.length)) return;
  event.preventDefault();
  go(link.href);
});

// What is cut short can be read as a whole.
const isCut = (text) => text.scrollWidth > text.clientWidth || text.scrollHeight > text.clientHeight + 1;
document.addEventListener("mouseover", ({ target }) => {
  const text = target.closest(".row :is(h2 a, .why, .in, time, b), .say p");
  if (!text || text.title) return;
  if (text.dateTime) text.title = `${text.dateTime.slice(0, 16).replace("T", ", ")} UTC`;
  else if (isCut(text)) text.title = text.textContent.replace(/\s+/g, " ").trim();
});

// Enter searches and gives the keys back to the list, once that has come.
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && !event.defaultPrevented) takesFocus = true;
});
search.addEventListener("input", () => {
  takesFocus = false;
});

// Esc gives them back as well; where nothing was found it gives back the list, too.
search.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  focus(current() ?? results);
  if (!current() && search.value) giveBack();
});

function giveBack() {
  search.value = "";
  htmx.trigger(filters, "submit");
}
