// What has come into the list since it was entered: counted now and then, shown when asked for.
const EVERY = 60_000; // milliseconds
const link = () => document.querySelector(".news");

async function count() {
  const list = document.getElementById("rows");
  if (document.hidden || !list) return;
  const address = new URL(link().dataset.news, location);
  address.searchParams.set("asof", list.dataset.asof);
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, cache: "no-store" });
  if (answer.ok && !answer.headers.has("HX-Redirect")) show((await answer.json()).count, list);
}

// An answer about a list that has gone meanwhile says nothing of the one that is there.
function show(number, list) {
  if (!list.isConnected) return;
  link().hidden = number === "0";
  if (link().querySelector("b").textContent !== number) link().querySelector("b").textContent = number;
}

// Nobody is told of an answer that does not come: the next one will.
const look = () => count().catch(() => {});

export function start(refresh) {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".news") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    refresh();
  });
}
