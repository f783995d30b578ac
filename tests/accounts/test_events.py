"""What an admin can read of accounts: who signed in, who failed, who changed whose rights."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles import tasks
from articles.models import AccountEvent, AccountEventKind
from tests.admin.pages import address, form_of
from tests.factories import NOON, PASSWORD, make_group, make_user
from tests.security.test_sign_in import secured, sign_in, totp  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db


def told():
    """(kind, account, by whom, detail), oldest first."""
    rows = AccountEvent.objects.order_by("pk")
    return list(rows.values_list("kind", "name", "by_name", "detail"))


def test_signing_in_and_out(alice):
    client = Client()
    sign_in(client, "ALICE", REMOTE_ADDR="192.0.2.7")
    client.post("/accounts/logout/")
    assert told() == [("signed_in", "alice", "", ""), ("signed_out", "alice", "", "")]
    event = AccountEvent.objects.last()
    assert (event.person, event.address) == (alice, "192.0.2.7")
    assert abs(event.at - timezone.now()) < timedelta(minutes=5)


def test_a_wrong_password(alice):
    sign_in(login="Alice", password="not it")
    assert told() == [("failed", "alice", "", "")]


def test_what_nobody_is_called_may_be_a_password(alice):
    sign_in(login="correct horse battery", password="alice")
    sign_in(login="\u202ebob\x1b[31m", password="x")
    assert told() == [("failed", "cor…", "", ""), ("failed", "bob…", "", "")]


def test_no_password_is_kept(alice):
    sign_in(password="a password typed wrongly")
    sign_in(login="my secret", password=PASSWORD)
    for event in AccountEvent.objects.values():
        assert not {"typed", "secret", "horse"} & set(str(event).split())


def test_a_disabled_account(dave):
    sign_in(login="dave")
    assert told() == [("failed", "dave", "", "the account is disabled")]


def test_a_password_of_ones_own(as_alice):
    new = "entirely new words"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    as_alice.post("/accounts/password/change/", form)
    assert told() == [("password", "alice", "Alice", "")]


def test_a_second_factor(secured, django_capture_on_commit_callbacks):  # noqa: F811
    client, secret = secured
    AccountEvent.objects.all().delete()
    other = Client()
    sign_in(other)
    other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    other.post("/accounts/2fa/authenticate/", {"code": totp(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/totp/deactivate/")
    assert told() == [
        ("failed", "alice", "", "wrong code of the second factor"),
        ("signed_in", "alice", "", ""),
        ("factor", "alice", "Alice", "new recovery codes"),
        ("factor", "alice", "Alice", "authenticator app removed"),
    ]


def test_a_second_factor_that_an_admin_takes_away(secured, as_bob):  # noqa: F811
    AccountEvent.objects.all().delete()
    factor = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    as_bob.post(f"/admin/mfa/authenticator/{factor.pk}/delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [factor.pk + 1]}
    as_bob.post("/admin/mfa/authenticator/", chosen)
    assert told() == [
        ("factor", "alice", "Bob", "TOTP Authenticator taken away"),
        ("factor", "alice", "Bob", "Recovery codes taken away"),
    ]


def save(client, person, **fields):
    page = address(User, "change", person.pk)
    form = {name: value for name, value in form_of(client.get(page)).items() if name != "password"}
    response = client.post(page, {**form, **fields})
    assert response.status_code == 302, response.context["adminform"].form.errors


def test_rights(as_bob, alice):
    admins = make_group("admins")
    save(as_bob, alice, groups=[admins.pk])
    save(as_bob, alice, is_active="")
    assert told() == [
        ("rights", "alice", "Bob", "groups: editors → admins"),
        ("rights", "alice", "Bob", "active: yes → no"),
    ]


def test_a_superuser(alice):
    root = make_user("root", is_superuser=True)
    client = Client()
    client.force_login(root)
    save(client, alice, is_superuser="on")
    assert told() == [("rights", "alice", "Root", "superuser: no → yes")]


def test_a_name_and_an_address(as_bob, alice):
    save(as_bob, alice, username="alicia", email="alicia@news.example")
    assert told() == [
        ("name", "alicia", "Bob", "username: alice → alicia"),
        ("email", "alicia", "Bob", "e-mail: – → alicia@news.example"),
    ]


def test_an_unchanged_account_is_no_event(as_bob, alice):
    save(as_bob, alice)
    assert told() == []


def test_a_new_account(as_bob):
    new = {"username": "erin", "password1": "entirely new words", "password2": "entirely new words"}
    as_bob.post(address(User, "add"), {**new, "groups": [make_group("editors").pk]})
    assert told() == [("made", "erin", "Bob", "groups: editors")]


def test_a_password_that_an_admin_sets(as_bob, alice):
    page = f"/admin/auth/user/{alice.pk}/password/"
    new = {"password1": "entirely new words", "usable_password": "true"}
    as_bob.post(page, {**new, "password2": "other words"})
    as_bob.post(page, {**new, "password2": new["password1"]})
    assert told() == [("password", "alice", "Bob", "")]


def test_who_is_gone_stays_named(alice):
    sign_in()
    alice.delete()
    assert told() == [("signed_in", "alice", "", "")]


def test_old_ones_go(settings):
    settings.ACCOUNT_EVENTS_DAYS = 30
    now = timezone.now()
    for days in (29, 31):
        AccountEvent.objects.create(
            at=now - timedelta(days=days), kind=AccountEventKind.MADE, name=f"{days}"
        )
    tasks.sweep()
    assert AccountEvent.objects.get().name == "29"


def test_the_address_that_a_proxy_tells(alice, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    sign_in(headers={"X-Forwarded-For": "203.0.113.9, 2001:db8::7"})
    sign_in(headers={"X-Forwarded-For": "no address"})
    assert [event.address for event in AccountEvent.objects.order_by("pk")] == ["2001:db8::7"]


def test_they_are_for_admins_alone(as_alice):
    AccountEvent.objects.create(at=NOON, kind="made", name="erin")
    assert as_alice.get(address(AccountEvent, "changelist"), follow=True).status_code == 403
