"""`z` walks back, behind what still waits, over pages and reloads."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.actions import articles as actions
from articles.bulk import actions as bulk
from articles.bulk import jobs
from articles.bulk.seen import Seen
from articles.models import Article, BulkAct, BulkJob, Event, Review
from tests.browser.desk import (
    Faults,
    acts,
    all_saved,
    at,
    hold,
    lost,
    open_queue,
    row,
    slow,
)
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_undoes_what_was_done_and_goes_there(queue, stories):
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


def test_comes_after_what_is_on_its_way(queue):
    slow(queue)
    for key in ("p", "z", "#"):
        queue.keyboard.press(key)
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "undo", "reject"]
    assert undone() == ["Story one"]
    at(queue, "Story three")  # whoever has gone on stays there


def test_what_has_not_been_sent_is_not_sent(queue, stories):
    slow(queue)
    for key in ("p", "u", "z"):
        queue.keyboard.press(key)
    at(queue, "Story two")
    expect(row(queue, stories[1])).to_contain_text("Published by rule, 80 ≥ 70")
    queue.keyboard.press("#")
    all_saved(queue)
    assert acts() == [("Story one", "publish"), ("Story two", "reject")]


def test_offline_all_that_waits_is_undone_without_a_word_to_the_server(queue, stories, forgiven):
    forgiven += ["Failed to load resource", "ERR_"]
    queue.context.set_offline(True)
    for key in ("p", "u"):
        queue.keyboard.press(key)
    expect(queue.locator("#sent")).to_have_text("2 waiting")
    for title, verb in (("Story two", "Hold"), ("Story one", "Publish")):
        queue.keyboard.press("z")
        said = f"Undone before it was sent: {verb} “{title}”"
        expect(queue.locator(".toast")).to_have_text(said)
        expect(queue.locator(".toast")).to_be_visible()
        at(queue, title)
    queue.context.set_offline(False)
    all_saved(queue)
    assert acts() == []


def test_what_may_have_been_done_is_undone_by_the_server(queue, forgiven):
    forgiven += ["Failed to load resource"]
    Faults(queue).add(lost)
    queue.keyboard.press("p")
    expect(queue.locator("#held")).to_contain_text("Not known whether")
    queue.keyboard.press("z")
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "undo"]


def test_in_an_emptied_list_what_was_undone_comes_back(queue, live_server, stories):
    for _ in stories:
        queue.keyboard.press("p")
    all_saved(queue)
    open_queue(queue, live_server)
    expect(queue.locator(".empty")).to_contain_text("Nothing waits")
    queue.keyboard.press("z")
    expect(queue.locator(".toast p")).to_have_text("Undone: published “Story four”")
    at(queue, "Story four")
    expect(queue.locator("#pane h2")).to_have_text("Story four")


def test_does_not_undo_an_older_act_for_one_that_was_refused(queue, stories, bob, forgiven):
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


def test_a_held_z_undoes_one(queue):
    queue.keyboard.press("p")
    queue.keyboard.press("u")
    all_saved(queue)
    hold(queue, "z")
    all_saved(queue)
    expect(queue.locator("#rows > [aria-current] h2")).to_have_text("Story two")
    assert undone() == ["Story two"]


def test_the_button_of_the_message_undoes_that_very_act(queue, stories):
    queue.keyboard.press("p")
    all_saved(queue)
    queue.locator(".toast").get_by_role("button", name="Undo").click()
    at(queue, "Story one")
    expect(row(queue, stories[0])).to_contain_text("Published by rule, 80 ≥ 70")
    assert undone() == ["Story one"]


def test_the_button_of_a_row_undoes_what_was_decided_on_it(queue, stories):
    queue.keyboard.press("p")
    queue.keyboard.press("u")
    all_saved(queue)
    row(queue, stories[0]).get_by_role("button", name="Undo").click()
    all_saved(queue)
    assert undone() == ["Story one"]
    expect(row(queue, stories[0])).to_contain_text("Published by rule, 80 ≥ 70")
    expect(row(queue, stories[0]).get_by_role("button", name="Undo")).to_have_count(0)


def test_the_message_offers_one_more(queue):
    for pressed in ("p", "u", "#"):
        queue.keyboard.press(pressed)
    all_saved(queue)
    queue.keyboard.press("z")
    for title in ("Story two", "Story one"):
        queue.get_by_role("button", name="Undo one more").click()
        at(queue, title)
    queue.get_by_role("button", name="Undo one more").click()
    expect(queue.locator(".toast")).to_contain_text("Nothing left to undo today")
    assert undone() == ["Story three", "Story two", "Story one"]


def test_after_an_act_that_changed_nothing_there_is_nothing_to_undo(queue):
    queue.keyboard.press("1")
    all_saved(queue)
    queue.keyboard.press("k")
    queue.keyboard.press("1")
    expect(queue.locator(".toast")).to_contain_text("Already scored 10")
    queue.keyboard.press("z")
    expect(queue.locator(".toast")).to_contain_text("nothing to undo. z again undoes")
    assert undone() == []
    queue.keyboard.press("z")
    expect(queue.locator(".toast")).to_contain_text("Undone")
    assert undone() == ["Story one"]


def test_an_undo_typed_ahead_of_an_act_that_changes_nothing_goes_no_further(queue):
    queue.keyboard.press("1")
    all_saved(queue)
    slow(queue)
    queue.keyboard.press("k")
    queue.keyboard.press("1")
    queue.keyboard.press("z")
    expect(queue.locator(".toast")).to_contain_text("Not done: Undo")
    assert undone() == []


def test_what_is_undone_in_the_background_says_when_it_is(queue, stories, alice):
    seen = Seen(Article.objects.all(), timezone.now())
    job = bulk.begin(by=alice, what=BulkAct.UNPUBLISH, articles=seen)
    jobs.run_bulk.call(job.pk)
    queue.keyboard.press("z")
    expect(queue.locator(".toast")).to_contain_text("Undoing, in the background")
    jobs.run_bulk.call(BulkJob.objects.latest("pk").pk)
    expect(queue.locator(".toast")).to_contain_text("Undone: held 4 articles")
