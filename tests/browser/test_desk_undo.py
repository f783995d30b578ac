"""`z` walks back, behind what still waits, over pages and reloads."""

import pytest
from playwright.sync_api import expect

from articles.actions import articles as actions
from articles.models import Article, Event, Review
from tests.browser.desk import (
    acts,
    all_saved,
    at,
    hold,
    open_queue,
    row,
    slow,
)
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stories(transactional_db):
    return [make_article(title=f"Story {name}") for name in ("one", "two", "three", "four")]


@pytest.fixture
def queue(page, live_server, stories):
    open_queue(page, live_server)
    return page


def undone():
    events = Event.objects.filter(action="undo").order_by("pk").select_related("article")
    return [event.article.title for event in events]


def test_takes_back_what_was_done_and_goes_there(queue, stories):
    queue.keyboard.press("#")
    at(queue, "Story two")
    all_saved(queue)
    queue.keyboard.press("z")
    at(queue, "Story one")
    assert Article.objects.get(pk=stories[0].pk).review == Review.UNREVIEWED


def test_walks_back_one_act_after_another_until_nothing_is_left(queue):
    for key in ("p", "u", "#"):
        queue.keyboard.press(key)
    all_saved(queue)
    for title in ("Story three", "Story two", "Story one"):
        queue.keyboard.press("z")
        at(queue, title)
    queue.keyboard.press("z")
    expect(queue.locator(".toast")).to_contain_text("Nothing left to undo today")
    all_saved(queue)
    assert undone() == ["Story three", "Story two", "Story one"]


def test_comes_after_what_still_waits(queue):
    slow(queue)
    for key in ("p", "u", "z", "#"):
        queue.keyboard.press(key)
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "unpublish", "undo", "reject"]
    assert undone() == ["Story two"]
    at(queue, "Story four")  # whoever has gone on stays there


def test_does_not_take_back_an_older_act_for_one_that_was_refused(queue, stories, bob, forgiven):
    forgiven += ["409"]
    queue.keyboard.press("p")
    all_saved(queue)
    actions.reject(article=stories[1], by=bob, version=1)
    slow(queue)
    queue.keyboard.press("u")
    queue.keyboard.press("z")
    expect(queue.locator(".toast")).to_contain_text("what it builds on was not done")
    assert undone() == []


def test_works_after_a_reload_and_elsewhere(queue, live_server, stories):
    queue.keyboard.press("p")
    all_saved(queue)
    queue.reload()
    queue.keyboard.press("z")
    all_saved(queue)
    assert undone() == ["Story one"]
    queue.keyboard.press("u")
    all_saved(queue)
    queue.goto(f"{live_server.url}/desk/articles/{stories[3].pk}/")
    queue.keyboard.press("z")
    all_saved(queue)
    assert len(undone()) == 2


def test_a_held_z_takes_back_one(queue):
    queue.keyboard.press("p")
    queue.keyboard.press("u")
    all_saved(queue)
    hold(queue, "z")
    all_saved(queue)
    expect(queue.locator("#rows > [aria-current] h2")).to_have_text("Story two")
    assert undone() == ["Story two"]


def test_the_button_of_the_message_takes_back_that_very_act(queue, stories):
    queue.keyboard.press("p")
    all_saved(queue)
    queue.get_by_role("button", name="Undo").click()
    at(queue, "Story one")
    expect(row(queue, stories[0])).to_contain_text("80 ≥ 70: published by the rule")
    assert undone() == ["Story one"]
