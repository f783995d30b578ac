"""What waits outlives the page: after a reload it is shown, and sent in order, once, by whoever
decided it."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.browser.conftest import session_of
from tests.browser.desk import Faults, acts, all_saved, lost, open_queue, row, status
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = "JSON.stringify(localStorage)"


@pytest.fixture
def stories(transactional_db):
    return [make_article(title=f"Story {name}") for name in ("one", "two", "three", "four")]


@pytest.fixture
def queue(page, live_server, stories, forgiven):
    forgiven += ["Failed to load resource"]
    page.on("dialog", lambda dialog: dialog.accept())  # whoever is asked leaves all the same
    open_queue(page, live_server)
    return page


@pytest.fixture
def faults(queue):
    return Faults(queue)


def busy(times=1):
    return [status(503, **{"Retry-After": "3600"})] * times


def sign_in_as(queue, user, live_server):
    queue.context.clear_cookies()
    queue.context.add_cookies([session_of(user, live_server.url)])


def waits(queue, count):
    expect(queue.locator("#sent")).to_have_text(f"{count} waiting")


def test_it_is_shown_as_waiting_and_sent_in_order(queue, stories, faults):
    faults.add(*busy(2))
    for key in ("p", "u", "#"):
        queue.keyboard.press(key)
    waits(queue, 3)
    queue.reload()
    waits(queue, 3)
    for story in stories[:3]:
        expect(row(queue, story)).to_contain_text("Not sent")
    queue.get_by_role("button", name="Try now").click()
    all_saved(queue)
    assert acts() == [
        ("Story one", "publish"),
        ("Story two", "unpublish"),
        ("Story three", "reject"),
    ]
    queue.reload()
    queue.wait_for_load_state("networkidle")
    assert len(acts()) == 3


def test_what_was_on_its_way_is_done_once(queue, stories, faults):
    faults.add(lost)
    queue.keyboard.press("p")
    expect(queue.locator("#held")).to_contain_text("Not known whether")
    queue.reload()
    all_saved(queue)
    assert acts() == [("Story one", "publish")]
    keys = {
        part
        for request in faults.seen
        for part in request.post_data.split("&")
        if part[:4] == "key="
    }
    assert len(keys) == 1


def test_what_may_have_been_done_is_still_not_cancelled(queue, stories, faults):
    faults.add(lost, *busy())
    queue.keyboard.press("p")
    expect(queue.locator("#held")).to_contain_text("Not known whether")
    queue.reload()
    expect(queue.locator("#held")).to_contain_text("Not known whether")
    queue.keyboard.press("z")
    queue.get_by_role("button", name="Try now").click()
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "undo"]


def test_two_decisions_on_one_row_go_on_from_each_other(queue, stories, faults):
    faults.add(*busy(2))
    queue.keyboard.press("p")
    queue.keyboard.press("k")
    queue.keyboard.press("5")
    waits(queue, 2)
    queue.reload()
    queue.get_by_role("button", name="Try now").click()
    all_saved(queue)
    article = Article.objects.get(pk=stories[0].pk)
    assert (article.quality, article.version) == (50, 3)


def test_nobody_else_sees_or_sends_it(queue, live_server, stories, alice, bob, faults):
    faults.add(*busy(2))
    queue.keyboard.press("p")
    waits(queue, 1)
    sign_in_as(queue, bob, live_server)
    queue.reload()
    queue.wait_for_load_state("networkidle")
    expect(queue.locator("#sent")).to_be_empty()
    queue.keyboard.press("u")
    waits(queue, 1)
    sign_in_as(queue, alice, live_server)
    queue.reload()
    all_saved(queue)
    assert acts() == [("Story one", "publish")]
    sign_in_as(queue, bob, live_server)
    queue.reload()
    all_saved(queue)
    assert acts()[1:] == [("Story two", "unpublish")]


def test_any_page_of_the_desk_sends_it(queue, live_server, stories, faults):
    faults.add(*busy())
    queue.keyboard.press("p")
    waits(queue, 1)
    queue.goto(f"{live_server.url}/desk/articles/{stories[1].pk}/")
    all_saved(queue)
    expect(queue.locator(".toast")).to_contain_text("Published “Story one”")
    expect(queue.get_by_role("heading", level=1)).to_have_text("Story two")


def test_an_edit_outlives_its_page(queue, live_server, stories, faults):
    queue.goto(f"{live_server.url}/desk/articles/{stories[0].pk}/")
    faults.add(*busy())
    queue.locator("#id_title").fill("A better headline")
    queue.get_by_role("button", name="Save").click()
    waits(queue, 1)
    queue.reload()
    expect(queue.get_by_role("heading", level=1)).to_have_text("A better headline")
    assert acts() == [("A better headline", "edit")]


def test_what_is_kept_holds_no_secret_and_goes_when_it_is_sent(queue, stories, faults):
    faults.add(*busy())
    queue.keyboard.press("p")
    waits(queue, 1)
    secret = queue.locator("[name=csrfmiddlewaretoken]").first.input_value()
    assert "publish" in queue.evaluate(KEPT)
    assert secret not in queue.evaluate(KEPT)
    queue.get_by_role("button", name="Try now").click()
    all_saved(queue)
    assert "publish" not in queue.evaluate(KEPT)


def test_a_tab_that_crashed_leaves_it_to_the_next(queue, live_server, stories, faults):
    faults.add(*busy(2))
    queue.keyboard.press("p")
    waits(queue, 1)
    others = [queue.context.new_page() for _ in range(2)]
    for other in others:
        open_queue(other, live_server)
        expect(other.locator("#sent")).to_be_empty()
    queue.close(run_before_unload=False)
    others[0].reload()
    others[1].reload()
    expect(others[0].locator(".toast")).to_contain_text("Published “Story one”")
    assert acts() == [("Story one", "publish")]
    assert "publish" not in others[1].evaluate(KEPT)


def test_nobody_else_gets_what_a_tab_has_left(queue, live_server, bob, stories, alice, faults):
    faults.add(*busy())
    queue.keyboard.press("p")
    waits(queue, 1)
    context = queue.context
    queue.close(run_before_unload=False)
    page = context.new_page()
    for user, done in ((bob, []), (alice, [("Story one", "publish")])):
        context.clear_cookies()
        context.add_cookies([session_of(user, live_server.url)])
        open_queue(page, live_server)
        assert acts() == done


@pytest.mark.parametrize("tab", ["1-2", "own"])
@pytest.mark.parametrize("kept", ["{", "null"])
def test_what_cannot_be_read_stops_nothing(queue, live_server, alice, tab, kept):
    own = queue.evaluate("sessionStorage.getItem('desk-tab')")
    queue.evaluate(
        "([name, text]) => localStorage.setItem(name, text)",
        [f"desk-outbox-{alice.pk}-{tab.replace('own', own)}", kept],
    )
    open_queue(queue, live_server)
    queue.keyboard.press("u")
    expect(queue.locator(".toast")).to_contain_text("Held “Story one”")
