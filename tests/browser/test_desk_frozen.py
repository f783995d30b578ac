"""The list stays as it was when it was entered, until the editor asks for what is new."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from articles.actions import articles as actions
from tests.browser.desk import ROWS, all_saved, at, current, open_queue, row
from tests.factories import NOON, make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stories(transactional_db, monkeypatch):
    monkeypatch.setattr("articles.desk.queue.listing.PAGE_SIZE", 3)
    return [make_article(title=f"Story {n}") for n in range(1, 9)]


@pytest.fixture
def queue(page, live_server, stories):
    page.clock.install()
    open_queue(page, live_server)
    return page


def titles(page):
    return page.locator(f"{ROWS} h2").all_text_contents()


def test_a_reload_shows_the_same_list_with_what_was_decided(queue, stories):
    for key in "pu#":
        queue.keyboard.press(key)
    all_saved(queue)
    queue.keyboard.press("j")
    at(queue, "Story 5")
    before = titles(queue)
    queue.reload()
    queue.wait_for_load_state("networkidle")
    at(queue, "Story 5")
    for _ in range(4):
        queue.keyboard.press("k")
    at(queue, "Story 1")
    assert titles(queue)[:5] == before[:5]
    done = row(queue, stories[2])
    expect(done).to_contain_class("done")
    expect(done).to_contain_text("Rejected by Alice")
    done.get_by_role("button", name="Undo").click()
    expect(done).to_contain_text("Published by rule")


def test_r_shows_what_is_new_and_drops_what_is_done(queue, stories, bob):
    make_article(title="New", published_at=NOON + timedelta(hours=1))
    actions.publish(article=stories[1].pk, by=bob, version=1)
    queue.keyboard.press("p")
    all_saved(queue)
    news = queue.locator(".news")
    expect(news).to_be_hidden()
    queue.clock.fast_forward(61_000)
    expect(news).to_have_text("1 new r")
    queue.keyboard.press("r")
    at(queue, "New")
    assert titles(queue)[:2] == ["New", "Story 3"]
    expect(queue.locator(".news")).to_be_hidden()


def test_the_news_are_a_button_as_well(queue):
    make_article(title="New", published_at=NOON + timedelta(hours=1))
    queue.clock.fast_forward(61_000)
    queue.get_by_role("link", name="1 new").click()
    at(queue, "New")


def test_pages_are_turned_by_key(queue):
    for title in ("Story 4", "Story 7", "Story 7"):
        queue.keyboard.press("]")
        expect(current(queue).locator("h2")).to_have_text(title)
    queue.keyboard.press("j")
    for title in ("Story 7", "Story 4", "Story 1", "Story 1"):
        queue.keyboard.press("[")
        expect(current(queue).locator("h2")).to_have_text(title)
