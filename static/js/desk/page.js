// Pages of one column: their forms go through the outbox, and the page comes anew once they are done.
import * as messages from "./messages.js";
import * as outbox from "./outbox.js";
import { count, read } from "./rows.js";
import { decision, forRow, undoLast } from "./send.js";
import { part } from "./session.js";
import { notDone } from "./words.js";

const main = document.getElementById("main");
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

// `title` names what a form is about; `keep` is told of the new page before it takes the old one's
// place, `settled` afterwards. A form that `isAnswered` with a page of its own is not fetched again.
export function sendForms({ title, keep = () => {}, settled = () => {}, isAnswered = () => false }) {
  outbox.watch(() => {
    paint();
    messages.show();
  });

  function send(item, form) {
    const whole = form !== null && isAnswered(form);
    outbox.add({
      ...(whole ? item : forRow(item)),
      done: (answer) => (whole ? swap(answer.text, form) : accept(answer)),
      refused(answer) {
        if (whole && answer.text.includes('id="main"')) return swap(answer.text, form);
        accept(answer);
        if (!read(answer).toast.length) messages.fail(notDone(item.label, answer.status));
        return null;
      },
    });
  }

  function accept(answer) {
    const now = read(answer);
    if (now.toast.length) messages.toast(now.toast);
    count(now.counts);
    refresh(now);
    return now.row ? now : null;
  }

  async function refresh(now) {
    const html = await part(location.href, "main", outbox.sentences).catch(() => null);
    if (html !== null) swap(html, null, now);
  }

  function swap(text, form, now = null) {
    const page = parse(text);
    const fresh = page.getElementById("main");
    if (!fresh) return location.reload();
    const focused = placeOf(document.activeElement);
    keep(fresh, form, now);
    main.replaceChildren(...fresh.childNodes);
    if (form) messages.toast([...page.querySelectorAll("#toasts > *")]);
    htmx.process(main);
    settled();
    paint();
    if (focused) (document.querySelector(focused) ?? main).focus({ preventScroll: true });
    return null;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method") !== "post" || !form.matches("main form, .toast form")) return;
    event.preventDefault();
    send(decision(form, event.submitter, title(form)), form);
  });

  return { undo: () => send(undoLast(), null) };
}

function paint() {
  const { items, held } = outbox.state();
  const item = items.at(-1);
  const status = main.querySelector(".now .status");
  if (!item || item.undo || !status) return;
  status.textContent = held ? "Not sent" : item.label.doing;
  status.nextElementSibling.textContent = held ? "kept" : "saving";
  status.parentElement.className = held ? "now unsent" : "now sending";
}

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
