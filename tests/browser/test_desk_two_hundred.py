"""A morning's work by keys on a bad network: what was typed is what is done, once and in order."""

import os

import pytest
from playwright.sync_api import expect

from articles.models import Article, Event
from tests.browser.desk import (
    ROWS,
    Faults,
    all_saved,
    current,
    hold,
    lost,
    open_queue,
    slow,
    status,
)
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

DECISIONS = 200
KEYS = "pu#5pp3u#u0p7##"
ACTS = {"p": "publish", "u": "unpublish", "#": "reject"}
FAULTS = {
    12: [lost],
    31: [status(500)],
    47: [lost, lost],
    66: [status(403)],
    90: [status(503, **{"Retry-After": "1"})],
    111: [status(429, **{"Retry-After": "1"}), lost],
    140: [status(502), status(500)],
    163: [lost, status(503)],
    188: [status(403), lost],
}
OFFLINE = range(71, 79)  # decisions made without a network
HELD = {20, 60, 100, 150, 199}  # keys that are held down
PAUSES = {30, 65, 110, 162}  # where the editor waits until all is saved
SKIPPED = {5, 49, 50, 99, 130, 131}  # rows that are left out by `j` first


@pytest.fixture
def stories(transactional_db):
    """Five pages."""
    return [make_article(title=f"Story {number:03}") for number in range(1, 251)]


class Typing:
    """Types decision after decision, and notes which story each is for."""

    def __init__(self, page, stories):
        self.page, self.stories, self.place, self.typed = page, stories, 0, []

    def decide(self, number):
        if number in SKIPPED:
            self._press("j")
        key = KEYS[number % len(KEYS)]
        score = None if key in ACTS else (int(key) or 10) * 10
        self.typed.append((self.stories[self.place].title, ACTS.get(key, "score"), score))
        self._press(key, held=number in HELD)

    def _press(self, key, *, held=False):
        hold(self.page, key) if held else self.page.keyboard.press(key)
        self.place += 1


def done():
    """What people have done, in order: the story, the act, and the score that it gave."""
    events = Event.objects.exclude(actor=None).select_related("article").order_by("pk")
    return [
        (event.article.title, event.action, _score(event) if event.action == "score" else None)
        for event in events
    ]


def _score(event):
    return event.after.get("quality", event.article.quality)


def test_what_was_typed_is_what_is_done(page, live_server, stories, forgiven):
    forgiven += ["Failed to load resource", "ERR_"]
    open_queue(page, live_server)
    network = slow(page)
    faults, typing = Faults(page), Typing(page, stories)
    for number in range(DECISIONS):
        if number in PAUSES:
            all_saved(page, seconds=120)
        if number == OFFLINE.start:
            network(offline=True)
        if number == OFFLINE.stop:
            expect(page.locator("#sent")).to_contain_text("waiting")
            network(offline=False)
        if number in FAULTS:
            faults.add(*FAULTS[number])
        typing.decide(number)
    all_saved(page, seconds=300)
    assert done() == typing.typed
    assert len({event.group for event in Event.objects.exclude(actor=None)}) == DECISIONS
    expect(current(page).locator("h2")).to_have_text(stories[typing.place].title)
    expect(page.locator(ROWS)).to_have_count(len(stories))


@pytest.mark.skipif("NEWSDESK_SOAK" not in os.environ, reason="`make soak`: minutes")
def test_z_takes_all_of_it_back(page, live_server, stories):
    before = decided()
    open_queue(page, live_server)
    for number in range(DECISIONS):
        page.keyboard.press(KEYS[number % len(KEYS)])
    all_saved(page, seconds=300)
    assert sum(now != then for now, then in zip(decided(), before, strict=True)) == DECISIONS
    for _ in range(DECISIONS):
        page.keyboard.press("z")
    all_saved(page, seconds=300)
    assert decided() == before
    page.keyboard.press("z")
    expect(page.locator(".toast")).to_contain_text("Nothing")


def decided():
    fields = ("state", "state_by", "quality", "review", "decided_by")
    return list(Article.objects.order_by("pk").values_list(*fields))
