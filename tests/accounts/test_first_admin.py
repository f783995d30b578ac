import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import RequestFactory

from articles import permissions
from articles.accounts import first_admin
from articles.models import AccountEvent
from articles.site import choices, setup_token
from articles.site.choices import Choices
from tests.factories import PASSWORD, make_group, make_user

CHOSEN = Choices("The Herald", 55)


def make(name="mara"):
    request = RequestFactory().post("/setup/")
    about = {"username": name, "password": PASSWORD, "chosen": CHOSEN}
    return first_admin.make(request=request, **about)


@pytest.fixture
def new_site(db):
    """Tests with transactions of their own leave nothing of what migrations made."""
    make_group(permissions.ADMINS)
    return setup_token.make()


def test_there_is_one_who_may_everything(new_site):
    mara = make()
    assert mara.check_password(PASSWORD)
    assert mara.is_superuser
    assert mara.is_staff
    assert [group.name for group in mara.groups.all()] == [permissions.ADMINS]
    assert choices.read() == CHOSEN


def test_it_is_noted(new_site):
    make()
    event = AccountEvent.objects.get()
    assert (event.kind, event.name, event.address) == ("made", "mara", "127.0.0.1")
    assert event.detail == "the first admin, by the setup page"


def test_nobody_is_wanted_where_no_address_was_printed(db):
    assert not first_admin.is_wanted()


def test_one_is_wanted_until_there_is_one(new_site):
    assert first_admin.is_wanted()
    make()
    assert not first_admin.is_wanted()
    assert not setup_token.exists()


def test_an_account_of_the_command_line_ends_it_for_good(new_site, django_assert_num_queries):
    alice = make_user("alice")
    assert not first_admin.is_wanted()
    alice.delete()
    with django_assert_num_queries(0):
        assert not first_admin.is_wanted()


def test_there_is_only_one(new_site):
    make()
    with pytest.raises(first_admin.NotWanted):
        make("noel")
    assert [user.username for user in User.objects.all()] == ["mara"]


def test_nobody_is_made_where_the_choices_cannot_be_kept(new_site, monkeypatch):
    def full(chosen):
        raise OSError("No space left on device")

    monkeypatch.setattr(choices, "write", full)
    with pytest.raises(OSError, match="No space"):
        make()
    assert not User.objects.exists()
    assert not AccountEvent.objects.exists()
    assert first_admin.is_wanted()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_at_the_same_time_there_is_only_one_too(new_site):
    start, answers = threading.Barrier(4), []

    def send(name):
        start.wait()
        try:
            answers.append(make(name).username)
        except first_admin.NotWanted:
            answers.append("")
        connection.close()

    threads = [threading.Thread(target=send, args=(f"mara{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = [user.username for user in User.objects.all()]
    assert sorted(answers) == ["", "", "", *made]
    assert len(made) == 1
