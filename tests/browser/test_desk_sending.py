"""Decisions go on at once, are sent in order, and survive whatever answer they get."""

import pytest
from playwright.sync_api import expect

from articles.actions import articles as actions
from articles.models import Article, Event
from tests.browser.desk import (
    Faults,
    acts,
    all_saved,
    at,
    current,
    hold,
    lost,
    open_queue,
    row,
    slow,
    status,
)
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

PRESSED = """key => {
    const fields = { key, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", fields));
    return document.activeElement.id;
}"""


@pytest.fixture
def stories(transactional_db):
    return [make_article(title=f"Story {name}") for name in ("one", "two", "three", "four")]


@pytest.fixture
def queue(page, live_server, stories, forgiven):
    forgiven += ["Failed to load resource", "ERR_"]
    open_queue(page, live_server)
    return page


@pytest.fixture
def faults(queue):
    return Faults(queue)


def held(page):
    return page.locator("#held")


def test_keys_typed_fast_are_all_done_in_order(queue, stories):
    slow(queue)
    for key in ("p", "u", "#", "4"):
        queue.keyboard.press(key)
    all_saved(queue)
    assert acts() == [
        ("Story one", "publish"),
        ("Story two", "unpublish"),
        ("Story three", "reject"),
        ("Story four", "score"),
    ]


def test_the_next_row_has_the_focus_before_anything_is_sent(queue, stories, faults):
    assert queue.evaluate(PRESSED, "p") == f"article-{stories[1].pk}"
    assert queue.evaluate(PRESSED, "u") == f"article-{stories[2].pk}"
    all_saved(queue)


def test_what_is_on_its_way_says_so(queue, stories):
    queue.route("**/publish/", lambda route: None)  # no answer yet
    queue.keyboard.press("p")
    queue.keyboard.press("7")
    expect(row(queue, stories[0])).to_contain_text("Publishing…")
    expect(row(queue, stories[0]).locator(".why")).to_have_text("saving")
    expect(row(queue, stories[1])).to_contain_text("Scoring 70…")
    expect(queue.locator("#sent")).to_have_text("2 saving")
    at(queue, "Story three")


def test_two_decisions_on_one_row_go_on_from_each_other(queue, stories):
    slow(queue)
    queue.keyboard.press("p")
    queue.keyboard.press("k")
    queue.keyboard.press("u")
    queue.keyboard.press("k")
    queue.keyboard.press("5")
    all_saved(queue)
    article = Article.objects.get(pk=stories[0].pk)
    assert [act for _, act in acts()] == ["publish", "unpublish", "score"]
    assert (article.quality, article.version) == (50, 4)


@pytest.mark.parametrize("key", ["p", "u", "#", "3", "z"])
def test_a_held_key_decides_once(queue, stories, key):
    actions.publish(article=stories[3], by=_alice(), version=1)
    hold(queue, key)
    all_saved(queue)
    expect(queue.locator("#rows")).to_contain_text("Story three")
    assert len(acts()) <= 2
    assert Event.objects.exclude(article=stories[0]).exclude(article=stories[3]).count() == 0


def _alice():
    return Event.actor.field.related_model.objects.get(username="alice")


def test_a_held_enter_presses_a_button_once(queue, stories):
    queue.locator("#pane").get_by_role("button", name="Reject").focus()
    hold(queue, "Enter")
    all_saved(queue)
    assert acts() == [("Story one", "reject")]


def test_a_double_click_decides_once(queue, stories):
    queue.locator("#pane").get_by_role("button", name="Publish", exact=True).dblclick()
    all_saved(queue)
    assert acts() == [("Story one", "publish")]


def test_a_lost_answer_is_not_known_and_asked_for_again(queue, stories, faults):
    faults.add(lost)
    queue.keyboard.press("p")
    expect(held(queue)).to_contain_text(
        "Not known whether “Story one” was published. Asking again."
    )
    expect(row(queue, stories[0])).to_contain_text("Not known")
    all_saved(queue)
    expect(row(queue, stories[0])).to_contain_text("Published by Alice, just now")
    expect(held(queue)).to_be_empty()
    assert acts() == [("Story one", "publish")]
    assert len(faults.seen) == 2
    assert len({_key(request) for request in faults.seen}) == 1


def _key(request):
    return next(part for part in request.post_data.split("&") if part.startswith("key="))


def test_an_answer_lost_after_another_person_was_quicker_is_the_truth(queue, stories, faults, bob):
    def overtaken(route):
        actions.reject(article=stories[0], by=bob, version=1)
        route.abort("connectionreset")

    faults.add(overtaken)
    queue.keyboard.press("p")
    expect(row(queue, stories[0])).to_contain_text("Rejected by Bob, just now", timeout=10_000)
    expect(queue.locator(".toast")).to_contain_text("Bob rejected it")
    assert acts() == [("Story one", "reject")]


@pytest.mark.parametrize(
    ("code", "headers", "said"),
    [
        (500, {}, "Not known whether “Story one” was published."),
        (502, {}, "Not known whether “Story one” was published."),
        (503, {"Retry-After": "1"}, "3 wait: the server is busy."),
        (429, {"Retry-After": "1"}, "3 wait: the server asks for a pause."),
    ],
)
def test_a_server_in_trouble_keeps_them(queue, stories, faults, code, headers, said):
    faults.add(*[status(code, **headers)] * 2)
    for key in ("p", "u", "#"):
        queue.keyboard.press(key)
    expect(held(queue)).to_contain_text(said)
    expect(row(queue, stories[1])).to_contain_text("Not sent")
    expect(queue.locator("#sent")).to_have_text("3 waiting")
    at(queue, "Story four")
    queue.get_by_role("button", name="Try now").click()
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "unpublish", "reject"]


@pytest.mark.parametrize("code", [200, 404])
def test_a_page_of_something_else_says_nothing_of_a_decision(queue, stories, faults, code):
    """A network that wants a sign-in answers whatever it is asked with a page of its own."""
    faults.add(*[foreign(code)] * 2)
    for key in ("p", "u"):
        queue.keyboard.press(key)
    expect(held(queue)).to_contain_text("Not known whether “Story one” was published.")
    expect(row(queue, stories[1])).to_contain_text("Not sent")
    queue.get_by_role("button", name="Try now").click()
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "unpublish"]


def foreign(code):
    page = "<title>Harbour hotel</title><h1>Please sign in</h1>"
    return lambda route: route.fulfill(status=code, content_type="text/html", body=page)


def test_it_waits_as_long_as_it_is_told(queue, stories, faults):
    faults.add(status(429, **{"Retry-After": "3600"}))
    queue.keyboard.press("p")
    expect(held(queue)).to_contain_text("1 waits: the server asks for a pause.")
    queue.keyboard.press("u")
    expect(queue.locator("#sent")).to_have_text("2 waiting")
    assert len(faults.seen) == 1
    row(queue, stories[1]).get_by_role("button", name="Retry").click()
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "unpublish"]


def test_offline_they_are_kept_and_sent_when_the_network_is_back(queue, stories):
    queue.context.set_offline(True)
    for key in ("p", "u", "#"):
        queue.keyboard.press(key)
    expect(held(queue)).to_contain_text("3 wait: the network is away.")
    expect(row(queue, stories[1])).to_contain_text("offline, kept")
    at(queue, "Story four")
    assert acts() == []
    queue.context.set_offline(False)
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "unpublish", "reject"]


def test_leaving_while_some_wait_asks_first(queue, stories, faults):
    asked = []
    queue.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    faults.add(status(503, **{"Retry-After": "3600"}))
    queue.keyboard.press("p")
    expect(held(queue)).to_contain_text("1 waits")
    with queue.expect_event("dialog"):
        queue.get_by_role("link", name="All articles").click()
    expect(held(queue)).to_contain_text("1 waits")
    assert asked == ["beforeunload"]
    queue.get_by_role("button", name="Try now").click()
    all_saved(queue)


def test_a_link_waits_for_what_is_on_its_way(queue, stories):
    slow(queue)
    queue.keyboard.press("p")
    queue.get_by_role("link", name="All articles").click()
    queue.wait_for_url("**/desk/?queue=all")
    assert acts() == [("Story one", "publish")]


def test_a_refused_decision_comes_back_with_the_truth(queue, stories, bob):
    actions.reject(article=stories[0].pk, by=bob, version=1)
    slow(queue)
    queue.keyboard.press("p")
    queue.keyboard.press("u")
    expect(row(queue, stories[0])).to_contain_text("“Publish” was not done")
    expect(row(queue, stories[0])).to_contain_text("Rejected by Bob, just now")
    expect(queue.locator("#sent")).to_contain_text("1 refused")
    at(queue, "Story three")
    queue.get_by_role("button", name="1 refused").click()
    at(queue, "Story one")
    queue.keyboard.press("p")
    all_saved(queue)
    expect(row(queue, stories[0])).to_contain_text("Published by Alice, just now")


def test_what_was_decided_on_top_of_a_refused_one_is_not_done(queue, stories, bob):
    actions.reject(article=stories[0].pk, by=bob, version=1)
    slow(queue)
    queue.keyboard.press("p")
    queue.keyboard.press("k")
    queue.keyboard.press("9")
    queue.keyboard.press("u")
    expect(queue.locator("#sent")).to_contain_text("1 refused")
    expect(row(queue, stories[1])).to_contain_text("Held by Alice, just now")
    assert acts() == [("Story one", "reject"), ("Story two", "unpublish")]


def test_who_may_not_is_told_and_not_asked_to_sign_in(queue, stories, faults):
    faults.add(*[status(403, Newsdesk="answer")] * 3)
    queue.keyboard.press("p")
    expect(queue.locator(".toast")).to_contain_text("Publish “Story one”: you may not do that.")
    expect(row(queue, stories[0])).to_contain_text("Published by rule, 80 ≥ 70")
    expect(queue.locator("#sign-in")).to_be_hidden()
    assert acts() == []


def test_an_article_that_is_gone_is_said(queue, stories):
    stories[0].delete()
    queue.keyboard.press("p")
    expect(queue.locator(".toast")).to_contain_text("it is not there any more")
    at(queue, "Story two")


def test_what_fails_for_ever_can_be_given_up(queue, stories, faults):
    faults.add(*[status(500)] * 3)
    queue.keyboard.press("p")
    queue.keyboard.press("u")
    for _ in range(2):
        expect(held(queue)).to_contain_text("Asking again")
        queue.get_by_role("button", name="Try now").click()
    queue.get_by_role("button", name="Give it up").click()
    expect(row(queue, stories[1])).to_contain_text("Held by Alice, just now")
    assert acts() == [("Story two", "unpublish")]


def test_the_answer_moves_neither_focus_nor_row(queue, stories):
    slow(queue)
    queue.keyboard.press("p")
    field = row(queue, stories[0]).get_by_label("Score of")
    field.fill("4")
    all_saved(queue)
    expect(row(queue, stories[0]).get_by_label("Score of")).to_be_focused()
    expect(row(queue, stories[0]).get_by_label("Score of")).to_have_value("4")
    expect(current(queue).locator("h2")).to_have_text("Story two")
