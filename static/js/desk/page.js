// Pages of one column: their forms go through the outbox, and the page comes anew once they are done.
import * as messages from "./messages.js";
import * as outbox from "./outbox.js";
import { count, read } from "./rows.js";
import { asksFirst, changedNothing, decision, send } from "./send.js";
import { part } from "./session.js";
import { notDone } from "./words.js";

const main = document.getElementById("main");
const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const shown = new WeakMap(); // what a line said before a decision was on its way

// `title` names what a form is about; `keep` is told of the new page before it takes the old one's
// place, `settled` afterwards, which tells whether it has moved the focus, and `changed` of what waits. A form that `isAnswered` with a page of
// its own is not fetched again.
export function sendForms({ title, keep = () => {}, settled = () => {}, changed = () => {}, isAnswered = () => false }) {
  function done(item, answer) {
    if (isWhole(item)) return swap(answer.text, item);
    const now = accept(answer, item);
    if (now?.isVain && !item.undo && !outbox.last()) changedNothing();
    return now;
  }

  function refused(item, answer) {
    if (isWhole(item) && answer.text.includes('id="main"')) return swap(answer.text, item);
    accept(answer, item);
    if (!read(answer).toast.length) messages.fail(notDone(item.label, answer.status));
    return null;
  }

  function accept(answer, { url }) {
    const now = { ...read(answer), url, isDone: answer.status < 400 };
    if (now.toast.length) messages.toast(now.toast);
    count(now.counts);
    refresh(now);
    return now.row ? now : null;
  }

  async function refresh(now) {
    const html = await part(location.href, "main", outbox.sentences).catch(() => null);
    if (html !== null) swap(html, null, now);
  }

  // `item` is what the whole page answers, if it is not fetched.
  function swap(text, item, now = null) {
    const page = parse(text);
    const fresh = page.getElementById("main");
    if (!fresh) return location.reload();
    const focused = placeOf(document.activeElement);
    keep(fresh, item, now);
    main.replaceChildren(...fresh.childNodes);
    if (item) messages.toast([...page.querySelectorAll("#toasts > *")]);
    htmx.process(main);
    const isPlaced = settled();
    tell();
    if (focused && !isPlaced) (document.querySelector(focused) ?? main).focus({ preventScroll: true });
    return null;
  }

  function tell() {
    paint();
    changed(outbox.state());
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || !form.matches("main form, .toast form")) return;
    event.preventDefault();
    if (form.matches(".exact") && asksFirst(form, event.submitter)) return;
    send({ ...decision(form, event.submitter, title(form)), whole: isAnswered(form), page: location.pathname });
  });

  outbox.start({
    changed() {
      tell();
      messages.show();
    },
    done,
    refused,
  });
}

// Another page than the one that it was decided on does not show its answer.
const isWhole = (item) => item.whole && item.page === location.pathname;

function paint() {
  const now = main.querySelector(".now");
  if (!now) return;
  const { items, held } = outbox.state();
  const item = items.findLast(({ article, undo }) => !undo && isHere(article));
  if (!item) return restore(now);
  if (!shown.has(now)) shown.set(now, [now.className, [...now.childNodes]]);
  const [status, why] = ["status", "why"].map((name) => now.querySelector(`.${name}`).cloneNode());
  status.textContent = held ? "Not sent" : item.label.doing;
  why.textContent = held ? "kept" : "saving";
  now.className = held ? "now unsent" : "now sending";
  now.replaceChildren(status, " ", why);
}

function restore(now) {
  if (!shown.has(now)) return;
  const [look, parts] = shown.get(now);
  shown.delete(now);
  now.className = look;
  now.replaceChildren(...parts);
}

const isHere = (article) => location.pathname.endsWith(`/articles/${article}/`);

// How to find an element again on the page as it comes anew.
function placeOf(element) {
  if (!main.contains(element) || element === main) return "";
  if (element.id) return `#${CSS.escape(element.id)}`;
  for (const name of ["data-act", "formaction", "aria-label", "data-score"]) {
    const value = element.getAttribute(name);
    if (value) return `main [${name}="${CSS.escape(value)}"]`;
  }
  return "main";
}
