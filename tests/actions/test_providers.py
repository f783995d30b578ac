"""Editing providers."""

import pytest

from articles.actions import providers
from articles.actions.errors import Refused, Stale
from articles.models import Event, Provider
from tests.factories import make_provider

pytestmark = pytest.mark.django_db


def edited(provider, by, version=1, **fields):
    names = ("name", "domain", "description", "aliases", "owner")
    current = {name: getattr(provider, name) for name in names}
    return providers.edit(provider=provider, by=by, version=version, **{**current, **fields}).row


def test_edit(bob):
    provider = make_provider(name="Old", domain="old.example")
    done = edited(provider, bob, name="R&D Weekly", domain="WWW.New.example", aliases=["R&D", ""])
    assert (done.name, done.domain, done.aliases) == ("R&D Weekly", "new.example", ["R&D", "Old"])
    assert done.version == 2
    event = Event.objects.get()
    assert (event.provider, event.before["domain"]) == (done, "old.example")


def test_a_name_taken_back(bob):
    provider = edited(make_provider(name="Old"), bob, name="New")
    done = edited(provider, bob, version=2, name=" Old ")
    assert (done.name, done.aliases) == ("Old", ["New"])


def test_nothing_new(bob):
    assert edited(make_provider(), bob).version == 1
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        *[({"name": blank}, "name is empty") for blank in (" ", "\u3164", "\u2800", "\u200e")],
        ({"name": "x" * 201}, "shorten it to 200"),
        ({"domain": "not a domain"}, "must look like example.com"),
        ({"domain": "taken.example"}, "belongs to another provider"),
        ({"description": "a\x00"}, "cannot be shown"),
    ],
)
def test_what_is_refused(bob, fields, message):
    make_provider(domain="taken.example")
    provider = make_provider()
    with pytest.raises(Refused, match=message):
        edited(provider, bob, **fields)
    assert Provider.objects.get(pk=provider.pk).version == 1


def test_stale(bob):
    with pytest.raises(Stale):
        edited(make_provider(version=2), bob, name="New")
