"""Sign-ins and rights as admins look for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import AccountEvent
from tests.admin.pages import address

pytestmark = pytest.mark.django_db
LIST = address(AccountEvent, "changelist")


@pytest.fixture
def events(alice, bob):
    now = timezone.now()
    rows = [
        ("signed_in", alice, "192.0.2.7", now),
        ("failed", alice, "2001:db8::7", now - timedelta(days=3)),
        ("rights", bob, None, now - timedelta(days=90)),
    ]
    for kind, person, where, at in rows:
        AccountEvent.objects.create(
            kind=kind, person=person, name=person.username, address=where, at=at
        )
    AccountEvent.objects.create(kind="failed", name="<b>", address="192.0.2.7", at=now)


def kinds(client, **query):
    return [event.kind for event in client.get(LIST, query).context["cl"].result_list]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["failed", "rights", "failed", "signed_in"]),
        ({"kind__exact": "rights"}, ["rights"]),
        ({"q": "ALICE"}, ["failed", "signed_in"]),
        ({"q": "192.0.2.7"}, ["failed", "signed_in"]),
        ({"q": "2001:0db8:0::7"}, ["failed"]),
        ({"q": "192.0.2"}, []),
    ],
)
def test_what_is_looked_for(events, as_bob, query, found):
    assert kinds(as_bob, **query) == found


def test_by_person_and_by_time(events, as_bob, alice):
    assert kinds(as_bob, person__id__exact=alice.pk) == ["failed", "signed_in"]
    since = (timezone.now() - timedelta(days=7)).isoformat()
    assert kinds(as_bob, at__gte=since) == ["failed", "failed", "signed_in"]


def test_a_name_is_shown_as_text(events, as_bob):
    assert "<bdi>&lt;b&gt;</bdi>" in as_bob.get(LIST).text


def test_nothing_there_can_be_changed(events, as_bob):
    event = AccountEvent.objects.first()
    page = address(AccountEvent, "change", event.pk)
    assert as_bob.get(page).status_code == 200
    assert as_bob.post(page, {"name": "other"}).status_code == 403
    assert as_bob.get(address(AccountEvent, "add")).status_code == 403
