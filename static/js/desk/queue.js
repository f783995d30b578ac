// The queue: one row is current, keys move it and decide on it, the pane shows it.
import { bind, press, scores, undo } from "./keys.js";

const SETTLED = 80; // milliseconds on a row before the pane loads it
const pane = document.getElementById("pane");
const results = document.getElementById("results");
const search = document.getElementById("q");
const toasts = document.getElementById("toasts");
let currentId = current()?.id;
let timer;

function current() {
  return document.querySelector("#rows > [aria-current]");
}

function mark(row) {
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  currentId = row.id;
}

// Rows are written without what only scripts need.
htmx.onLoad((part) => {
  for (const form of part.querySelectorAll(".judge")) {
    form.setAttribute("hx-post", form.action);
    Object.assign(form.elements.quality, { inputMode: "numeric", autocomplete: "off" });
    const decisions = form.querySelector(".acts");
    decisions.role = "group";
    decisions.setAttribute("aria-labelledby", `d ${form.closest(".row").querySelector("h2").id}`);
    htmx.process(form);
  }
});

function focus(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function select(row) {
  if (!row) return;
  mark(row);
  focus(row);
  row.scrollIntoView({ block: "nearest" });
  const address = new URL(location.href);
  address.searchParams.set("at", row.id.replace("article-", ""));
  history.replaceState(history.state, "", address);
  clearTimeout(timer);
  timer = setTimeout(show, SETTLED, row);
}

function show(row) {
  const wide = getComputedStyle(pane).display !== "none";
  if (wide) htmx.ajax("GET", `${row.querySelector("h2 a").href}pane/`, { source: pane, target: pane, swap: "innerHTML" });
}

// The next row, fetching more of the list where it ends; without one the row stays.
function below(row) {
  const next = row.nextElementSibling;
  if (next?.id !== "more") return next;
  next.querySelector("a").click();
  return null;
}

const move = (step) => () => {
  const row = current() ?? document.querySelector("#rows > .row");
  select(step > 0 ? below(row) : row.previousElementSibling);
};

const busy = (row) => !row || row.querySelector(".htmx-request") !== null;

const decide = (act) => () => {
  const row = current();
  if (!busy(row)) press(row, act);
};

function score(quality) {
  const row = current();
  if (busy(row)) return;
  row.querySelector("[name=quality]").value = quality;
  row.querySelector(".set").click();
}

function open() {
  const link = current()?.querySelector("h2 a");
  if (link) location.assign(link.href);
}

function leave() {
  toasts.replaceChildren();
}

bind({
  j: move(1),
  k: move(-1),
  o: open,
  p: decide("publish"),
  u: decide("unpublish"),
  "#": decide("reject"),
  z: undo,
  Escape: leave,
  ...scores(score),
});

// Once the row is back from the server, the article below comes up.
document.body.addEventListener("acted", ({ detail }) => {
  const row = document.getElementById(`article-${detail.id}`);
  if (row.id === currentId) select(below(row) ?? row);
});
for (const event of ["undone", "refused"]) {
  document.body.addEventListener(event, ({ detail }) => {
    select(document.getElementById(`article-${detail.id}`));
  });
}

document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  const { target } = detail;
  if (target === results) {
    const first = document.querySelector("#rows > .row");
    if (first) {
      mark(first);
      show(first);
    } else {
      pane.replaceChildren();
    }
  } else if (target.id === "more") {
    move(1)();
  }
});

function fail(text) {
  const toast = document.createElement("div");
  toast.className = "toast bad";
  toast.textContent = text;
  toasts.replaceChildren(toast);
}

document.body.addEventListener("htmx:sendError", () => {
  fail("The server cannot be reached. Nothing was changed; try again.");
});
document.body.addEventListener("htmx:responseError", ({ detail }) => {
  fail(`The server answered ${detail.xhr.status}. Nothing was changed; reload the page.`);
});

// On a wide screen a click shows the article beside the list; with a modifier it opens its page.
results.addEventListener("click", (event) => {
  const row = event.target.closest(".row");
  const link = event.target.closest("a");
  if (!row || event.target.closest("form") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (getComputedStyle(pane).display === "none" && link) return;
  event.preventDefault();
  select(row);
});

// The filters' fields come when somebody opens them; without scripts a link does it.
const filters = document.querySelector(".filters details");
const fetching = filters.querySelector("summary a");
if (fetching) {
  fetching.replaceWith(fetching.text);
  const source = fetching.href;
  const fetchFields = () => htmx.ajax("GET", source, { target: "#fields", swap: "innerHTML" });
  filters.addEventListener("toggle", fetchFields, { once: true });
}

// What is cut short can be read as a whole.
results.addEventListener("mouseover", ({ target }) => {
  const text = target.closest(".row h2, .row .why, .row time");
  if (!text || text.title) return;
  if (text.dateTime) text.title = `${text.dateTime.slice(0, 16).replace("T", ", ")} UTC`;
  else if (text.scrollWidth > text.clientWidth) text.title = text.textContent;
});

search.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  focus(current() ?? results);
});
