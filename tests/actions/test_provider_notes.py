"""What editors say of providers: notes, mutes and limits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import providers
from articles.actions.errors import Refused, Stale
from articles.history.sentences import sentence
from articles.history.undo import undo_act
from articles.models import Event
from tests.factories import make_provider

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()


def ahead(days):
    return timezone.now().date() + timedelta(days=days)


def mute(provider, by, version=1, days=3):
    return providers.mute(provider=provider, by=by, version=version, until=ahead(days))


def test_note(alice):
    row = providers.note(provider=make_provider(), by=alice, version=1, note=" Slow  today ").row
    assert (row.note, row.version) == ("Slow today", 2)
    assert sentence(Event.objects.get()) == "Alice noted “Slow today”"


def test_mute_and_its_end(alice, bob):
    provider = mute(make_provider(), alice).row
    assert (provider.muted_until, provider.muted_by, provider.is_muted) == (ahead(3), "Alice", True)
    provider = providers.unmute(provider=provider, by=bob, version=2).row
    assert (provider.muted_until, provider.muted_by, provider.is_muted) == (None, "", False)
    ended, muted = (sentence(event) for event in Event.objects.all())
    assert ended == "Bob ended the mute of it"
    assert muted == f"Alice muted it until {ahead(3).day} {ahead(3):%B %Y}"


def test_limit(alice):
    row = providers.limit(provider=make_provider(), by=alice, version=1, at_most=3).row
    assert row.at_most == 3
    providers.limit(provider=row, by=alice, version=2, at_most=None)
    assert [sentence(event) for event in Event.objects.all()] == [
        "Alice lifted the limit on it",
        "Alice limited it to 3 in a list",
    ]


@pytest.mark.parametrize(
    ("action", "given", "message"),
    [
        (providers.note, {"note": "x" * 501}, "shorten it to 500"),
        (providers.note, {"note": "a\x00"}, "cannot be shown"),
        (providers.mute, {"until": TODAY - timedelta(days=1)}, "is not ahead"),
        (providers.mute, {"until": TODAY + timedelta(days=500)}, "more than a year ahead"),
        (providers.limit, {"at_most": 0}, "1 to 30"),
        (providers.limit, {"at_most": 31}, "1 to 30"),
    ],
)
def test_what_is_refused(alice, action, given, message):
    provider = make_provider()
    with pytest.raises(Refused, match=message):
        action(provider=provider, by=alice, version=1, **given)
    assert not Event.objects.exists()


def test_stale(alice):
    with pytest.raises(Stale):
        mute(make_provider(version=2), alice)


def test_an_editor_takes_it_back_and_brings_it_again(alice, bob):
    provider = make_provider()
    act = mute(provider, alice).act
    undone = undo_act(act=act, by=bob)
    provider.refresh_from_db()
    assert (undone.done, provider.muted_until, provider.muted_by) == (1, None, "")
    undo_act(act=undone.act, by=alice)
    provider.refresh_from_db()
    assert (provider.muted_until, provider.muted_by) == (ahead(3), "Alice")


def test_a_later_mute_stays(alice, bob):
    provider = make_provider()
    act = mute(provider, alice).act
    mute(provider, bob, version=2, days=9)
    undone = undo_act(act=act, by=alice)
    provider.refresh_from_db()
    assert (undone.done, provider.muted_until, provider.muted_by) == (0, ahead(9), "Bob")
    assert "the mute has been changed since" in undone.skipped[0]


def test_an_edit_is_still_the_admins(alice, bob):
    provider = make_provider()
    edited = {"name": "New", "domain": "new.example", "description": "", "aliases": [], "owner": ""}
    act = providers.edit(provider=provider, by=bob, version=1, **edited).act
    with pytest.raises(Refused, match="Only admins"):
        undo_act(act=act, by=alice)
