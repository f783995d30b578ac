"""The end of a list: after the last decision nothing is current, and no key decides anew."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import ROWS, acts, all_saved, at, current, open_queue, row, slow
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

END = "That was the last; z undoes."


@pytest.fixture
def stories(transactional_db):
    return [make_article(title=f"Story {name}") for name in ("one", "two", "three")]


@pytest.fixture
def queue(page, live_server, stories):
    open_queue(page, live_server)
    return page


@pytest.fixture
def ended(queue):
    queue.keyboard.type("ppp")
    all_saved(queue)
    return queue


def test_keys_typed_ahead_fall_on_nothing(queue):
    slow(queue)
    queue.keyboard.type("pppp#u9=")
    all_saved(queue)
    assert acts() == [(f"Story {name}", "publish") for name in ("one", "two", "three")]
    expect(current(queue)).to_have_count(0)
    expect(queue.get_by_role("status").filter(has_text=END)).to_be_visible()


def test_it_is_said_behind_what_was_decided_last_and_the_list_keeps_the_keys(ended):
    expect(ended.locator(".toast p")).to_have_text(f"Published “Story three” {END}")
    expect(ended.locator("#rows")).to_be_focused()
    expect(ended.locator("#pane > *")).to_have_count(0)


def test_moving_on_says_it_again_and_back_is_the_last_row(ended):
    ended.keyboard.press("j")
    expect(ended.locator(".toast p")).to_have_text(END)
    ended.keyboard.press("k")
    at(ended, "Story three")
    expect(ended.locator("#pane h2")).to_have_text("Story three")
    ended.keyboard.press("u")
    all_saved(ended)
    assert acts()[-1] == ("Story three", "unpublish")


def test_undo_leads_back_to_the_last_row(ended, stories):
    ended.keyboard.press("z")
    at(ended, "Story three")
    expect(row(ended, stories[2])).to_contain_text("Published by rule")


def test_a_reload_stays_there(ended):
    ended.reload()
    expect(ended.locator(".toast p")).to_have_text(END)
    expect(ended.locator(ROWS)).to_have_count(3)
    ended.keyboard.type("u#")
    expect(current(ended)).to_have_count(0)
    assert len(acts()) == 3


def test_what_is_left_of_a_search_is_counted(queue, live_server):
    open_queue(queue, live_server, "?queue=waiting&q=Story")
    left = queue.locator(".tools .count span").first
    expect(left).to_have_text("3")
    queue.keyboard.type("pp")
    expect(left).to_have_text("1")
    queue.reload()
    expect(left).to_have_text("1")
    queue.keyboard.press("z")
    expect(left).to_have_text("2")
    queue.keyboard.press("k")
    queue.keyboard.type("u")
    all_saved(queue)
    expect(left).to_have_text("2")


def test_a_row_decided_before_is_decided_anew_only_by_whoever_goes_there(queue, stories):
    queue.keyboard.press("j")
    queue.keyboard.press("p")
    all_saved(queue)
    queue.keyboard.type("kkp")
    at(queue, "Story two")
    queue.keyboard.type("u=")
    expect(queue.locator(".toast p")).to_contain_text("Already decided: “Story two”")
    all_saved(queue)
    assert acts() == [("Story two", "publish"), ("Story one", "publish")]
    queue.keyboard.type("kju")
    expect(row(queue, stories[1])).to_contain_text("Held by Alice")
    at(queue, "Story three")


def test_the_dock_decides_anew_on_what_it_shows(queue, stories):
    queue.keyboard.type("jpkkp")
    at(queue, "Story two")
    queue.locator(".dock").get_by_role("button", name="Hold", exact=True).click()
    expect(row(queue, stories[1])).to_contain_text("Held by Alice")
