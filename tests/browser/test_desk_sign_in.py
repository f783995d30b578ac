"""The session ends while somebody decides: signing in happens where they are."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.conftest import session_of
from tests.browser.desk import ROWS, acts, all_saved, at, open_queue, row, slow
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "quarries-become-batteries"


@pytest.fixture
def stories(transactional_db):
    return [make_article(title=f"Story {name}") for name in ("one", "two", "three", "four")]


@pytest.fixture
def queue(page, live_server, stories, alice, bob, forgiven):
    forgiven += ["403", "400"]
    for user in (alice, bob):
        user.set_password(PASSWORD)
        user.save()
    page.context.clear_cookies()
    page.context.add_cookies([session_of(alice, live_server.url)])
    open_queue(page, live_server)
    return page


@pytest.fixture(params=["expired", "cookies gone", "another browser"])
def signed_out(request, queue):
    """The ways in which a session ends."""
    if request.param == "cookies gone":
        queue.context.clear_cookies()
    elif request.param == "expired":
        Session.objects.all().delete()
    else:
        Session.objects.all().delete()
        queue.context.clear_cookies(name="sessionid")
    return queue


def dialog(page):
    return page.get_by_role("dialog", name="Sign in to go on")


def sign_in(page, password=PASSWORD):
    page.get_by_label("Password of").fill(password)
    page.keyboard.press("Enter")


def test_what_was_decided_waits_and_is_sent_afterwards(signed_out, stories):
    slow(signed_out)
    for key in ("p", "u", "#"):
        signed_out.keyboard.press(key)
    expect(dialog(signed_out)).to_contain_text("Publish “Story one”")
    expect(dialog(signed_out)).to_contain_text("Password of Alice")
    assert acts() == []
    sign_in(signed_out)
    expect(dialog(signed_out)).to_be_hidden()
    all_saved(signed_out)
    at(signed_out, "Story four")
    assert [act for _, act in acts()] == ["publish", "unpublish", "reject"]


def test_no_key_typed_ahead_lands_in_the_password(queue, stories):
    queue.context.clear_cookies()
    with queue.expect_response("**/desk/session/"):
        queue.keyboard.press("p")
    for key in ("u", "9", "a"):
        queue.keyboard.press(key)
    expect(dialog(queue)).to_contain_text("4 decisions wait")
    expect(queue.get_by_label("Password of")).to_have_value("")
    sign_in(queue)
    all_saved(queue)
    assert [act for _, act in acts()] == ["publish", "unpublish", "score", "agree"]


def test_moving_stays_on_the_page(signed_out, stories):
    for title in ("Story two", "Story three", "Story four"):  # the first two came ahead
        signed_out.keyboard.press("j")
        expect(signed_out.locator("#pane h2")).to_have_text(title)
    sign_in(signed_out)
    expect(dialog(signed_out)).to_be_hidden()
    expect(signed_out.locator("#pane .topics")).to_have_count(1)
    at(signed_out, "Story four")


def test_searching_stays_on_the_page(signed_out, stories):
    signed_out.get_by_placeholder("Search in").fill("two")
    sign_in(signed_out)
    expect(signed_out.locator(ROWS)).to_have_count(1)


def test_a_wrong_password_is_said(signed_out):
    signed_out.keyboard.press("p")
    sign_in(signed_out, "wrong")
    expect(dialog(signed_out).get_by_role("alert")).to_contain_text("not correct")
    chosen = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert signed_out.get_by_label("Password of").evaluate(chosen) == "wrong"
    sign_in(signed_out)
    all_saved(signed_out)
    assert acts() == [("Story one", "publish")]


def test_not_now_keeps_them(signed_out, stories):
    signed_out.keyboard.press("p")
    expect(dialog(signed_out)).to_be_visible()
    signed_out.keyboard.press("Escape")
    expect(signed_out.locator("#held")).to_contain_text("Your session ended. 1 decision is kept.")
    expect(row(signed_out, stories[0])).to_contain_text("signed out, kept")
    signed_out.keyboard.press("u")
    expect(signed_out.locator("#held")).to_contain_text("2 decisions are kept")
    signed_out.get_by_role("button", name="Sign in here").click()
    sign_in(signed_out)
    all_saved(signed_out)
    assert [act for _, act in acts()] == ["publish", "unpublish"]


def test_signing_in_on_another_page_counts(queue, live_server, alice):
    queue.context.clear_cookies()
    queue.keyboard.press("p")
    expect(dialog(queue)).to_be_visible()
    queue.context.add_cookies([session_of(alice, live_server.url)])
    queue.evaluate("dispatchEvent(new Event('focus'))")
    all_saved(queue)
    assert acts() == [("Story one", "publish")]


def test_a_second_factor_has_a_page_of_its_own(queue, live_server, alice):
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    queue.context.clear_cookies()
    queue.keyboard.press("p")
    sign_in(queue)
    expect(dialog(queue)).to_contain_text("There is a second step.")
    step = dialog(queue).get_by_role("link", name="Do it on a page of its own")
    expect(step).to_be_focused()
    with queue.context.expect_page() as opened:
        step.click()
    expect(opened.value.locator("[name=code]")).to_be_visible()
    done = dialog(queue).get_by_role("button", name="I have done it")
    done.click()
    expect(dialog(queue).get_by_role("alert")).to_have_text("Nobody is signed in yet.")
    queue.context.add_cookies([session_of(alice, live_server.url)])
    done.click()
    all_saved(queue)
    assert acts() == [("Story one", "publish")]


@pytest.mark.parametrize(
    ("answer", "done"),
    [("Drop it and go on", []), ("Send it as Bob", [("Story one", "publish")])],
)
def test_nobody_sends_what_somebody_else_decided_unasked(queue, live_server, bob, answer, done):
    queue.context.clear_cookies()
    queue.context.add_cookies([session_of(bob, live_server.url)])
    queue.keyboard.press("p")
    asked = queue.get_by_role("dialog", name="You are Bob, not Alice")
    expect(asked).to_contain_text("Publish “Story one”")
    assert acts() == []
    asked.get_by_role("button", name=answer).click()
    expect(queue.locator("#sign-in")).to_have_attribute("data-user", str(bob.pk))
    assert acts() == done


def test_whoever_does_not_answer_is_still_asked_and_nothing_is_lost(queue, live_server, alice, bob):
    queue.on("dialog", lambda dialog: dialog.accept())
    queue.context.clear_cookies()
    queue.context.add_cookies([session_of(bob, live_server.url)])
    queue.keyboard.press("p")
    asked = queue.get_by_role("dialog", name="You are Bob, not Alice")
    expect(asked).to_be_visible()
    queue.keyboard.press("Escape")
    expect(queue.locator("#held")).to_contain_text("You are signed in as Bob. 1 decision is kept.")
    queue.get_by_role("button", name="Answer").click()
    expect(asked).to_be_visible()
    queue.keyboard.press("Escape")
    queue.reload()
    queue.wait_for_load_state("networkidle")
    expect(queue.locator("#sent")).to_be_empty()
    queue.context.clear_cookies()
    queue.context.add_cookies([session_of(alice, live_server.url)])
    open_queue(queue, live_server)
    expect(queue.locator(".toast")).to_contain_text("Published “Story one”")
    assert acts() == [("Story one", "publish")]
