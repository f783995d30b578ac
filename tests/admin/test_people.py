"""Accounts: admins make them, and give away no more than they have."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from articles import permissions
from tests.admin.pages import address, form_of
from tests.conftest import signed_in
from tests.factories import make_group, make_user

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough one 7"


def page_of(user):
    return address(User, "change", user.pk)


def password_page(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


def send(client, user, **fields):
    return client.post(page_of(user), {**form_of(client.get(page_of(user))), **fields})


@pytest.fixture
def root(db):
    return make_user("root", is_superuser=True)


def test_an_account_is_made(as_bob):
    form = {
        "username": "erin",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "first_name": "Erin",
        "groups": [make_group(permissions.EDITORS).pk],
        "is_superuser": "on",
    }
    assert as_bob.post(address(User, "add"), form).status_code == 302
    erin = User.objects.get(username="erin")
    assert erin.check_password(PASSWORD)
    assert (erin.is_staff, erin.is_superuser) == (False, False)
    assert erin.first_name == "Erin"
    assert permissions.may_review(erin)
    assert not permissions.may_manage(erin)


@pytest.mark.parametrize("name", ["\u3164", "erin\uffa0", "er\u115fin"])
def test_a_name_that_nobody_sees_is_refused(as_bob, name):
    form = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
    response = as_bob.post(address(User, "add"), form)
    assert "holds a character that nobody sees" in response.content.decode()
    assert set(User.objects.values_list("username", flat=True)) == {"bob"}


def test_a_new_account_gets_no_group_made_elsewhere(as_bob):
    strong = Group.objects.create(name="strong")
    form = {"username": "erin", "password1": PASSWORD, "password2": PASSWORD, "groups": [strong.pk]}
    assert as_bob.post(address(User, "add"), form).status_code == 200
    assert not User.objects.filter(username="erin").exists()


def test_an_account_gets_a_group(as_bob, charlie):
    group = make_group(permissions.EDITORS)
    response = send(as_bob, charlie, groups=[group.pk], last_login="")
    assert response.status_code == 302
    assert permissions.may_review(User.objects.get(username="charlie"))


@pytest.mark.parametrize(("group", "said"), [(None, True), (permissions.EDITORS, False)])
def test_whoever_may_nothing_is_said_to(as_bob, group, said):
    form = {"username": "erin", "password1": PASSWORD, "password2": PASSWORD}
    form |= {"groups": [make_group(group).pk]} if group else {}
    page = as_bob.post(address(User, "add"), form, follow=True).text
    assert ("“erin” is in no group" in page) == said


def test_whoever_loses_all_groups_is_said_to(as_bob, alice):
    page = send(as_bob, alice, groups=[], last_login="")
    assert "“alice” is in no group" in as_bob.get(page["Location"]).text


def test_an_account_is_disabled(as_bob, alice):
    form = form_of(as_bob.get(page_of(alice)))
    form.pop("is_active")
    as_bob.post(page_of(alice), form)
    assert not User.objects.get(username="alice").is_active


def test_nobody_becomes_superuser_by_an_admin(as_bob, bob):
    rights = list(Permission.objects.values_list("pk", flat=True))
    forged = {"is_superuser": "on", "is_staff": "on", "user_permissions": rights}
    assert send(as_bob, bob, **forged).status_code == 302
    now = User.objects.get(username="bob")
    assert (now.is_staff, now.is_superuser) == (False, False)
    assert not now.user_permissions.exists()


def test_groups_made_elsewhere_are_not_given_away(as_bob, bob):
    strong = Group.objects.create(name="strong")
    response = send(as_bob, bob, groups=[strong.pk])
    assert response.status_code == 200
    assert not bob.groups.filter(name="strong").exists()


def test_superusers_are_for_superusers(as_bob, root):
    page = as_bob.get(page_of(root))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert as_bob.post(page_of(root), {"username": "mine"}).status_code == 403
    assert User.objects.filter(username="root").exists()


def test_nor_are_their_passwords(as_bob, root):
    form = {"password1": PASSWORD, "password2": PASSWORD}
    assert as_bob.get(password_page(root)).status_code == 403
    assert as_bob.post(password_page(root), form).status_code == 403
    assert not User.objects.get(username="root").check_password(PASSWORD)


def test_an_admin_sets_the_password_of_an_editor(as_bob, alice):
    form = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert as_bob.post(password_page(alice), form).status_code == 302
    assert User.objects.get(username="alice").check_password(PASSWORD)


def test_a_superuser_makes_a_superuser(root, alice):
    assert send(signed_in(root), alice, is_superuser="on").status_code == 302
    assert User.objects.get(username="alice").is_superuser


@pytest.mark.parametrize("person", ["as_alice", "as_charlie", "client"])
def test_others_make_no_accounts(request, person):
    form = {"username": "erin", "password1": PASSWORD, "password2": PASSWORD}
    request.getfixturevalue(person).post(address(User, "add"), form)
    assert not User.objects.filter(username="erin").exists()


def test_others_set_no_passwords(as_alice, bob):
    form = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    as_alice.post(password_page(bob), form)
    assert not User.objects.get(username="bob").check_password(PASSWORD)


def test_no_password_is_found_by_filtering(as_bob):
    page = address(User, "changelist")
    assert as_bob.get(page, {"password__startswith": "md5"}).status_code in (302, 400)
