"""The page on which admins change what was chosen for the site."""

import pytest

from articles.models import Article, State
from articles.site import choices
from articles.site.choices import Choices
from tests.factories import make_article

SITE = "/desk/site/"
HERALD = Choices("The Herald", 55)


def send(client, **changes):
    form = {"name": HERALD.name, "threshold": HERALD.threshold} | changes
    return client.post(SITE, {name: value for name, value in form.items() if value is not None})


def test_it_shows_what_was_chosen(as_bob):
    choices.write(HERALD)
    form = as_bob.get(SITE).context["site"]
    assert (form["name"].value(), form["threshold"].value()) == (HERALD.name, HERALD.threshold)


def test_what_is_kept_holds_at_once(as_bob):
    response = send(as_bob, name=" The Herald ")
    assert (response.status_code, response.headers["Location"]) == (302, SITE)
    assert choices.read() == HERALD
    page = as_bob.get(SITE)
    assert "Kept: it holds from now on." in page.text
    assert "The site · The Herald" in page.text


def test_the_same_again_is_said_to_be_so(as_bob):
    for words in ("Kept", "so already"):
        send(as_bob)
        assert words in as_bob.get(SITE).text


def test_another_score_moves_no_article_and_that_is_said_before(as_bob):
    make_article(quality=60, state=State.UNPUBLISHED)
    assert "moves no article by itself" in as_bob.get(SITE).text
    send(as_bob, threshold=50)
    assert Article.objects.get().state == State.UNPUBLISHED


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_wrong_methods(as_bob, method):
    assert getattr(as_bob, method)(SITE).status_code == 405


def test_strangers_sign_in_first(client, db):
    for answer in (client.get(SITE), send(client)):
        assert answer.headers["Location"].startswith("/accounts/login/")
    assert choices.read() == Choices()


def test_editors_and_readers_may_not(as_alice, as_charlie):
    for client in (as_alice, as_charlie):
        assert client.get(SITE).status_code == send(client).status_code == 403
    assert choices.read() == Choices()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "", "required"),
        ("name", "H" * 61, "shorten it to 60"),
        ("threshold", "7.5", "whole number"),
        ("threshold", "10001", "less than or equal to 10000"),
    ],
)
def test_what_does_not_fit_is_said(as_bob, field, value, reason):
    response = send(as_bob, **{field: value})
    assert response.status_code == 422
    assert list(response.context["site"].errors) == [field]
    assert reason in response.text
    assert "Nothing is kept yet" in response.text
    assert choices.read() == Choices()


def test_what_settings_say_cannot_be_changed_here(as_bob, settings):
    choices.write(HERALD)
    settings.SITE_NAME = "The Gazette"
    page = as_bob.get(SITE)
    assert list(page.context["site"].fields) == ["threshold", "shows_scores"]
    assert "NEWSDESK_SITE_NAME" in page.text
    send(as_bob, name="Mine", threshold=60)
    assert choices.read() == Choices(HERALD.name, 60)  # for when the setting goes


def test_where_settings_say_name_and_threshold_neither_is_asked_for(as_bob, settings):
    settings.SITE_NAME, settings.QUALITY_THRESHOLD = "The Gazette", 0
    page = as_bob.get(SITE)
    assert list(page.context["site"].fields) == ["shows_scores"]
    assert "moves no article" not in page.text
    assert "NEWSDESK_QUALITY_THRESHOLD" in page.text


def test_who_may_change_it_is_led_there_from_the_account(as_alice, as_bob):
    assert SITE in as_bob.get("/accounts/").text
    assert SITE not in as_alice.get("/accounts/").text


def test_suggested_scores_are_shown_once_an_admin_says_so(as_bob):
    as_bob.post(SITE, {"name": "Newsdesk", "threshold": "70", "shows_scores": "on"})
    assert choices.read().shows_scores
    as_bob.post(SITE, {"name": "Newsdesk", "threshold": "70"})
    assert not choices.read().shows_scores
