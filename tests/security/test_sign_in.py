"""Signing in: what guessers meet, and what everybody else must not notice of it."""

import base64
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles.site import choices
from articles.site.choices import Choices
from tests.factories import PASSWORD, make_user

LOGIN = "/accounts/login/"
LIMIT = 10  # wrong passwords at the very most


def sign_in(client=None, login="alice", password=PASSWORD, **options):
    return (client or Client()).post(LOGIN, {"login": login, "password": password}, **options)


def is_in(response):
    return response.status_code == 302


def guess(times=LIMIT, **options):
    for n in range(times):
        assert not is_in(sign_in(password=f"wrong {n}", **options))


def totp(secret, at=None):
    """RFC 6238, six digits, thirty seconds."""
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def test_who_signs_in_can_type_at_once(db, client):
    fields = re.findall(r"<input [^>]*autofocus[^>]*>", client.get(LOGIN).text)
    assert ["username" in field for field in fields] == [True]


def test_an_editor_lands_on_the_desk(alice):
    assert sign_in().headers["Location"] == "/desk/"


def test_somebody_without_rights_lands_on_their_account(charlie):
    assert sign_in(login="charlie").headers["Location"] == "/accounts/"


def test_signing_in_goes_on_to_where_one_was_going(alice, client):
    there = client.get("/desk/articles/7/").headers["Location"]
    assert sign_in(client, QUERY_STRING=there.partition("?")[2]).headers["Location"] == (
        "/desk/articles/7/"
    )


def test_a_form_sent_after_the_session_ended_is_no_way_back(db, client):
    assert client.post("/desk/articles/7/publish/").headers["Location"] == LOGIN


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(db, client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?queue=held"}
    response = client.get("/desk/articles/7/pane/", headers=headers)
    assert response.headers["HX-Redirect"] == f"{LOGIN}?next=/desk/%3Fqueue%3Dheld"


def test_a_disabled_account_stays_out(dave, client):
    assert sign_in(client, "dave").headers.get("Location") != "/desk/"
    assert client.get("/desk/").status_code == 302


def test_an_account_disabled_meanwhile_is_out_at_once(alice, as_alice):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert as_alice.get("/desk/").status_code == 302


def test_guessing_is_cut_short(alice):
    guess()
    assert not is_in(sign_in())


def test_guessing_one_account_leaves_the_others_alone(alice, bob):
    guess(50)
    assert is_in(sign_in(login="bob"))


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip", "Forwarded"])
def test_guessing_from_many_addresses_does_not_help(header, alice):
    for n in range(LIMIT):
        address = f"203.0.113.{n}"
        assert not is_in(sign_in(password="wrong", REMOTE_ADDR=address, headers={header: address}))
    assert not is_in(sign_in())


def test_a_claimed_address_does_not_help(alice, bob, settings):
    """Were the header believed, each guess would have come from an address of its own."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/ip", "login": None}
    for n in range(5):
        sign_in(password="wrong", headers={"X-Forwarded-For": f"203.0.113.{n}"})
    assert not is_in(sign_in(login="bob"))


def test_the_host_header_does_not_help(alice):
    for n in range(LIMIT):
        sign_in(password="wrong", headers={"Host": f"localhost:{n + 1}"})
    assert not is_in(sign_in())


def test_another_spelling_does_not_help(alice):
    for spelling in ("Alice", "ALICE", "aLice", " alice", "alice ", "Alıce", "alIce"):
        sign_in(login=spelling, password="wrong")
    assert not is_in(sign_in())


def test_the_limit_passes(alice):
    guess()
    cache.clear()
    assert is_in(sign_in())


def test_an_unknown_name_reads_like_a_wrong_password(alice):
    unknown, wrong = sign_in(login="nobody"), sign_in(password="wrong")
    assert unknown.context["form"].non_field_errors() == wrong.context["form"].non_field_errors()


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_confirm_email"]
)
def test_what_is_not_used_is_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "password/reset/", "confirm-email/", "3rdparty/", "social/signup/"],
)
def test_nor_is_its_address(path, db, client):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}").status_code == 404


def test_signing_out_takes_a_post(as_alice):
    assert as_alice.get("/accounts/logout/").status_code == 200
    assert as_alice.get("/desk/").status_code == 200
    assert as_alice.post("/accounts/logout/").headers["Location"] == "/"
    assert as_alice.get("/desk/").status_code == 302


def test_a_new_password_ends_the_other_sessions(alice, as_alice):
    elsewhere = Client()
    elsewhere.force_login(alice)
    form = {
        "oldpassword": PASSWORD,
        "password1": "entirely new words",
        "password2": "entirely new words",
    }
    assert as_alice.post("/accounts/password/change/", form).headers["Location"] == "/accounts/"
    assert as_alice.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302


@pytest.mark.parametrize("password", ["short", "12345678901", "password1234"])
def test_a_weak_password_is_refused(password, as_alice):
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = as_alice.post("/accounts/password/change/", form)
    assert response.context["form"].errors


def test_an_account_without_a_password_can_set_one(alice, as_alice):
    alice.set_unusable_password()
    alice.save()
    as_alice.force_login(alice)
    assert (
        as_alice.get("/accounts/password/change/").headers["Location"] == "/accounts/password/set/"
    )
    assert as_alice.get("/accounts/password/set/").status_code == 200


def test_the_admin_site_has_no_form_of_its_own(db, client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == f"{LOGIN}?next=/admin/"
    assert client.post("/admin/login/").status_code == 405


def test_somebody_who_may_not_manage_is_not_sent_in_circles(as_alice):
    assert as_alice.get("/admin/", follow=True).status_code == 403


@pytest.fixture
def secured(db):
    """alice, who has just proved to be alice, with an authenticator app: (client, secret)."""
    make_user("alice", "editors")
    client = Client()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
    assert response.headers["Location"] == "/accounts/2fa/recovery-codes/"
    cache.clear()  # a code counts once
    return client, secret


def test_a_second_factor_is_asked_for(secured):
    _, secret = secured
    client = Client()
    assert sign_in(client).headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/desk/").status_code == 302
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": totp(secret)}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_an_authenticator_app_names_the_site(settings):
    choices.write(Choices("The Herald"))
    assert "issuer=The%20Herald" in get_adapter().build_totp_url(User(username="alice"), "A" * 16)


def test_a_code_counts_until_the_next_one_is_over(secured, monkeypatch):
    _, secret = secured
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    client = Client()
    sign_in(client)
    for late, status in ((70, 200), (30, 302)):
        code = totp(secret, now - late)
        answer = client.post("/accounts/2fa/authenticate/", {"code": code})
        assert answer.status_code == status


def test_guessing_codes_is_cut_short(secured):
    _, secret = secured
    client = Client()
    sign_in(client)
    for n in range(LIMIT):
        client.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"})
    client.post("/accounts/2fa/authenticate/", {"code": totp(secret)})
    assert client.get("/desk/").status_code == 302


def test_a_recovery_code_works_once(secured):
    mine, _ = secured
    code = mine.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    for expected in (200, 302):
        client = Client()
        sign_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert client.get("/desk/").status_code == expected


@pytest.mark.parametrize(
    "page",
    [
        "",
        "recovery-codes/",
        "recovery-codes/generate/",
        "totp/deactivate/",
        "webauthn/",
        "webauthn/add/",
    ],
)
def test_every_page_of_the_second_factor_opens(page, secured):
    assert secured[0].get(f"/accounts/2fa/{page}").status_code == 200


def test_an_old_session_cannot_switch_it_off(secured):
    old = Client()
    old.force_login(User.objects.get(username="alice"))
    response = old.post("/accounts/2fa/totp/deactivate/")
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_switching_it_off(secured):
    client, _ = secured
    assert client.post("/accounts/2fa/totp/deactivate/").headers["Location"] == "/accounts/2fa/"
    assert is_in(sign_in())
    assert not Authenticator.objects.exists()


def test_an_admin_takes_away_a_lost_factor_but_sees_no_secret(secured, as_bob):
    _, secret = secured
    factor = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    page = f"/admin/mfa/authenticator/{factor.pk}"
    assert secret not in as_bob.get(f"{page}/change/").text
    assert as_bob.post(f"{page}/delete/", {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.filter(pk=factor.pk).exists()


def test_only_a_superuser_weakens_a_superuser(secured, as_bob):
    User.objects.filter(username="alice").update(is_superuser=True)
    factor = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    page = f"/admin/mfa/authenticator/{factor.pk}/delete/"
    assert as_bob.post(page, {"post": "yes"}).status_code == 403
    assert Authenticator.objects.filter(pk=factor.pk).exists()
