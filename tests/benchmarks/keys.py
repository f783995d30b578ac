"""An hour of decisions in Chromium: one every 200 ms over a slow network, none of them lost.

A baseline of the same run is a page of ten rows in plain HTML whose key handler moves the focus
and does nothing else.
"""

import re
import socket
import statistics
import sys
import time
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks import places
from tests.benchmarks.report import table
from tests.browser.chromium import QUIET, find_browser

ARTICLES, DECISIONS = 10_000, 500
PAUSE, NETWORK = 200, 300  # milliseconds between keys, and until an answer is here
KEYS = "pu57p#3pu9"
PATIENCE = 60  # seconds

SIGN_IN = """
from django.contrib.auth.models import Group, User
from django.test import Client
from articles.permissions import EDITORS
user = User.objects.create_user("typist")
user.groups.add(Group.objects.get(name=EDITORS))
client = Client()
client.force_login(user)
print(client.cookies["sessionid"].value)
"""

# Milliseconds from each key to the focus of the next row.
LISTEN = """
window.delays = [];
let pressed = null;
addEventListener("keydown", () => { pressed = performance.now(); }, true);
addEventListener("focusin", () => {
  if (pressed === null) return;
  window.delays.push(performance.now() - pressed);
  pressed = null;
}, true);
"""

PLAIN = f"""data:text/html,<title>Plain</title>{"<p tabindex=-1>row" * (DECISIONS + 1)}<script>
let at = 0;
const rows = document.querySelectorAll("p");
rows[0].focus();
addEventListener("keydown", () => rows[++at].focus());
</script>"""


def run() -> None:
    """Type, count what was done, and print how long a key took to the next row."""
    data = places.copy_of(places.site(ARTICLES), "keys")
    places.prepare(data)
    session = places.run(["manage.py", "shell", "-v0", "-c", SIGN_IN], data).split()[-1]
    port = _free_port()
    server = places.started(["manage.py", "run", "--no-demo"], data, PORT=str(port))
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        plain, desk = _typed(f"http://127.0.0.1:{port}", session)
    finally:
        server.terminate()
        server.wait(PATIENCE)
    done = _decisions(data)
    table(
        (f"{DECISIONS} keys, one every {PAUSE} ms", "median", "p95", "decided"),
        [_line("a page that only moves the focus", plain, "-"), _line("the desk", desk, str(done))],
    )
    if done != DECISIONS:
        sys.exit(f"{DECISIONS - done} decisions are lost.")


def _line(name: str, delays: list[float], done: str) -> tuple[str, str, str, str]:
    late = statistics.quantiles(delays, n=20)[-1]
    return name, f"{statistics.median(delays):.1f} ms", f"{late:.1f} ms", done


def _typed(address: str, session: str) -> tuple[list[float], list[float]]:
    with (
        sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=find_browser(), args=QUIET)) as browser,
    ):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.goto(PLAIN)
        plain = _delays(page)
        page.goto(f"{address}/desk/?queue=all")
        page.wait_for_load_state("networkidle")
        _slow(page)
        desk = _delays(page)
        page.locator("#sent", has_text=re.compile("all saved")).wait_for(timeout=300_000)
        return plain, desk


def _slow(page: Page) -> None:
    conditions = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {**conditions, "latency": NETWORK})


def _delays(page: Page) -> list[float]:
    begun = time.monotonic()
    for number in range(DECISIONS):
        time.sleep(max(0, begun + number * PAUSE / 1000 - time.monotonic()))
        page.keyboard.press(KEYS[number % len(KEYS)])
    delays: list[float] = page.evaluate("window.delays")
    return delays


def _decisions(data: Path) -> int:
    query = 'SELECT count(DISTINCT "group") FROM articles_event WHERE actor_id IS NOT NULL'
    with closing(connect(data / "newsdesk.sqlite3")) as database:
        count: int = database.execute(query).fetchone()[0]
    return count


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(address, timeout=5).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
