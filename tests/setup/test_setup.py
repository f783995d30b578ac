"""The page that leads through setting up a new site: who gets in, and what comes of it."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.accounts import first_admin
from articles.models import AccountEvent
from articles.permissions import ADMINS
from articles.site import choices, setup_token
from articles.site.choices import Choices
from tests.factories import PASSWORD, make_group, make_user

SETUP = "/setup/"
FORM = {
    "username": "mara",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "name": " The Herald ",
    "threshold": "55",
}


@pytest.fixture
def address(db):
    """What the terminal says."""
    make_group(ADMINS)
    return f"{SETUP}?token={setup_token.make()}"


@pytest.fixture
def admitted(client, address):
    client.get(address)
    return client


def send(client, **changes):
    form = {name: value for name, value in (FORM | changes).items() if value is not None}
    return client.post(SETUP, form)


def is_done():
    return User.objects.exists() or choices.read() != Choices()


def errors(response):
    return {**response.context["person"].errors, **response.context["site"].errors}


def test_the_address_opens_a_form_that_does_not_show_it(client, address):
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, SETUP)
    page = client.get(SETUP)
    assert page.status_code == 200
    assert address.partition("=")[2] not in page.text + str(dict(client.session))
    assert page.context["site"]["name"].value() == "Newsdesk"
    assert page.context["site"]["threshold"].value() == 70


def test_it_makes_the_first_admin_who_is_signed_in(admitted):
    response = send(admitted)
    assert response.headers["Location"] == "/desk/imports/"
    mara = User.objects.get()
    assert mara.username == "mara"
    assert mara.is_superuser
    assert choices.read() == Choices("The Herald", 55)
    page = admitted.get("/desk/imports/")
    assert page.status_code == 200
    assert "you are its first admin" in page.text
    assert "The Herald" in page.text
    assert list(AccountEvent.objects.values_list("kind", "name").order_by("pk")) == [
        ("made", "mara"),
        ("signed_in", "mara"),
    ]


def test_the_session_is_another_whenever_it_may_more(client, address):
    """A session that somebody else has planted is worth nothing."""
    client.session.save()
    planted = client.cookies["sessionid"] = client.session.session_key
    client.get(address)
    entered = client.session.session_key
    send(client)
    signed_in = client.session.session_key
    assert len({planted, entered, signed_in}) == 3
    for key in (planted, entered):
        assert not Client().session.exists(key)
    assert "setup" not in client.session


def focused(response):
    """The names of the fields that get the focus."""
    return re.findall(r'<input [^>]*name="(\w+)"[^>]* autofocus', response.text)


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"username": ""}, "username"),
        ({"password2": "another"}, "password2"),
        ({"name": "", "threshold": "x"}, "name"),
        ({"threshold": "x"}, "threshold"),
        ({"password1": "", "threshold": "x"}, "password1"),
    ],
)
def test_what_is_to_be_mended_first_has_the_focus(admitted, changes, first):
    assert focused(admitted.get(SETUP)) == ["username"]
    assert focused(send(admitted, **changes)) == [first]


def test_wrong_methods(admitted):
    for method in ("put", "patch", "delete", "options", "trace"):
        assert getattr(admitted, method)(SETUP).status_code == 405
    assert admitted.head(SETUP).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "é", "%ff", "a" * 5000])
def test_a_wrong_token_is_told_how_to_get_another(client, address, token):
    response = client.get(f"{SETUP}?token={token}")
    assert response.status_code == 403
    assert "does not open the setup" in response.text
    assert "run --no-demo" in response.text
    assert send(client).status_code == 403
    assert not is_done()


def test_a_stranger_is_told_where_the_address_is(client, address):
    response = client.get(SETUP)
    assert response.status_code == 200
    assert "not set up yet" in response.text
    assert "http://testserver/setup/?token=…" in response.text
    assert address.partition("=")[2] not in response.text


def test_a_stranger_cannot_send_the_form(client, address):
    assert send(client).status_code == 403
    assert not is_done()


def test_a_form_from_elsewhere_is_refused(address):
    client = Client(enforce_csrf_checks=True)
    client.get(address)
    assert send(client).status_code == 403
    assert not is_done()


def test_another_start_closes_what_the_last_one_opened(admitted):
    token = setup_token.make()
    assert send(admitted).status_code == 403
    assert not is_done()
    admitted.get(f"{SETUP}?token={token}")
    assert send(admitted).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("username", "", "required"),
        ("username", "a b", "valid username"),
        ("password1", "", "required"),
        ("password2", "something else", "match"),
        ("name", "", "required"),
        ("name", "\N{ZERO WIDTH SPACE}", "is empty"),
        ("name", "The\x07Herald", "cannot be shown"),
        ("name", "H" * 61, "shorten it to 60"),
        ("threshold", "", "required"),
        ("threshold", "-1", "greater than or equal to 0"),
        ("threshold", "10001", "less than or equal to 10000"),
        ("threshold", "7.5", "whole number"),
    ],
)
def test_what_does_not_fit_is_said(admitted, field, value, reason):
    response = send(admitted, **{field: value})
    assert response.status_code == 422
    assert list(errors(response)) == [field]
    assert reason in str(errors(response)[field])
    assert "Nothing is kept yet" in response.text
    assert not is_done()


@pytest.mark.parametrize("password", ["short", "12345678901", "password1234", "mara-mara"])
def test_a_weak_password_is_refused(admitted, password):
    response = send(admitted, username="mara.mara", password1=password, password2=password)
    assert list(errors(response)) == ["password2"]
    assert f'value="{password}"' not in response.text
    assert not is_done()


def test_an_empty_form_is_refused(admitted):
    response = admitted.post(SETUP)
    assert response.status_code == 422
    assert errors(response).keys() == FORM.keys()


def test_what_was_typed_is_there_again(admitted):
    response = send(admitted, threshold="none")
    assert response.context["site"]["name"].value() == " The Herald "
    assert response.context["person"]["username"].value() == "mara"


def test_what_settings_say_is_not_asked_for(admitted, settings):
    settings.SITE_NAME, settings.QUALITY_THRESHOLD = "The Gazette", 0
    page = admitted.get(SETUP)
    assert list(page.context["site"].fields) == []
    for words in ("The Gazette", "NEWSDESK_SITE_NAME", "NEWSDESK_QUALITY_THRESHOLD"):
        assert words in page.text
    assert send(admitted).status_code == 302
    assert choices.read() == Choices()  # a setting that goes leaves nothing behind
    assert (choices.site_name(), choices.threshold()) == ("The Gazette", 0)


def test_what_one_setting_says_leaves_the_other_to_be_chosen(admitted, settings):
    settings.SITE_NAME = "The Gazette"
    send(admitted, name=None)
    assert choices.read() == Choices(threshold=55)


@pytest.mark.parametrize("made", ["by the page", "on the command line"])
def test_once_somebody_has_an_account_it_is_gone(admitted, address, made):
    client = Client()
    client.get(address)
    if made == "by the page":
        send(admitted)
    else:
        make_user("alice")
    for answer in (client.get(address), client.get(SETUP), send(client, username="eve")):
        assert answer.status_code == 404
        assert "This site is set up" in answer.text
    assert not User.objects.filter(username="eve").exists()


def test_it_is_gone_where_no_address_was_printed(client, db):
    assert client.get(SETUP).status_code == 404
    assert send(client).status_code == 404
    assert not is_done()


def test_whoever_is_second_by_a_moment_makes_nobody(admitted, monkeypatch):
    def overtaken(**about):
        raise first_admin.NotWanted

    monkeypatch.setattr(first_admin, "make", overtaken)
    response = send(admitted)
    assert response.status_code == 404
    assert not is_done()


def test_nothing_of_it_is_kept_or_told_elsewhere(client, address):
    answers = [client.get(SETUP), client.get(f"{SETUP}?token=x"), client.get(address)]
    answers += [client.get(SETUP), send(client, name=""), send(client), client.get(address)]
    assert [answer.status_code for answer in answers] == [200, 403, 302, 200, 422, 302, 404]
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
        # Not "no-referrer": with it, browsers send the form as if it came from nowhere.
        assert answer.headers["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/desk/", "/admin/"])
def test_whoever_comes_to_a_new_site_is_led_here(client, address, path):
    page = client.get(path, follow=True)
    assert page.redirect_chain[-1] == (SETUP, 302)
    assert "not set up yet" in page.text
