"""The desk as an editor's fingers meet it: its rows, and a network that is slow or fails."""

from playwright.sync_api import expect

from articles.models import Event

ROWS = "#rows > .row"


def open_queue(page, live_server, query=""):
    page.goto(f"{live_server.url}/desk/{query}")
    page.wait_for_load_state("networkidle")


def current(page):
    return page.locator("#rows > [aria-current]")


def row(page, article):
    return page.locator(f"#article-{article.pk}")


def at(page, title):
    expect(current(page).locator("h2")).to_have_text(title)
    expect(current(page)).to_be_focused()


def all_saved(page, seconds=20):
    expect(page.locator("#sent")).to_have_text("all saved", timeout=seconds * 1000)


def acts(*, newest_last=True):
    """What people have done, in order: the article's title and the act."""
    events = Event.objects.exclude(actor=None).order_by("pk" if newest_last else "-pk")
    return [(event.article.title, event.action) for event in events.select_related("article")]


def key(page, key, code="", **more):
    """A key as a keyboard of another layout sends it; tells whether the page took it."""
    fields = {"key": key, "code": code, "bubbles": True, "cancelable": True, **more}
    return page.evaluate(
        "fields => !document.activeElement.dispatchEvent(new KeyboardEvent('keydown', fields))",
        fields,
    )


def hold(page, name, times=12):
    """Hold a key down: every further `down` is a repeat."""
    for _ in range(times):
        page.keyboard.down(name)
    page.keyboard.up(name)


def slow(page, milliseconds=300):
    """Let every answer take that long, as on a real network; return what takes the network away,
    and gives it back."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def emulate(*, offline):
        conditions = {"offline": offline, "downloadThroughput": -1, "uploadThroughput": -1}
        session.send("Network.emulateNetworkConditions", {**conditions, "latency": milliseconds})

    emulate(offline=False)
    return emulate


class Faults:
    """What goes wrong with the next decisions, one fault each: a function of the route, or None."""

    def __init__(self, page, pattern="**/desk/**"):
        self.waiting, self.seen = [], []
        page.route(pattern, self._answer)

    def add(self, *faults):
        self.waiting += faults

    def _answer(self, route):
        if route.request.method != "POST":
            return route.fallback()
        self.seen.append(route.request)
        fault = self.waiting.pop(0) if self.waiting else None
        return fault(route) if fault else route.fallback()


def lost(route):
    """The server does it, and its answer never arrives."""
    route.fetch()
    route.abort("connectionreset")


def status(code, **headers):
    return lambda route: route.fulfill(status=code, headers=headers, body="")
