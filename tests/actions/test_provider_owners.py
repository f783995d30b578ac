"""Which publisher's a provider is: admins say so, and no seed."""

import pytest

from articles.actions import providers
from articles.actions.errors import Refused, Stale
from articles.history.sentences import deed, sentence
from articles.history.undo import undo_act
from articles.models import Event, Provider
from tests.factories import make_provider
from tests.ingest.batches import bring_in, provider, seed, write

pytestmark = pytest.mark.django_db


def own(row, by, owner="Northmoor Media", version=1):
    return providers.own(provider=row, by=by, version=version, owner=owner)


def test_is_said_and_taken_back(bob):
    halyard = make_provider(name="Halyard")
    row = own(halyard, bob, "  Northmoor   Media ").row
    assert (row.owner, row.version) == ("Northmoor Media", 2)
    assert own(row, bob, " ", version=2).row.owner == ""
    assert [sentence(event) for event in Event.objects.all()] == [
        "Bob said that it belongs to nobody",
        "Bob said that it belongs to “Northmoor Media”",
    ]
    said = deed(Event.objects.first())
    assert said == "said that “Halyard” belongs to nobody"


def test_nothing_new(bob):
    assert own(make_provider(owner="Apex"), bob, "Apex").act is None


@pytest.mark.parametrize(
    ("owner", "message"), [("x" * 101, "shorten it to 100"), ("a\x00", "cannot be shown")]
)
def test_what_is_refused(bob, owner, message):
    with pytest.raises(Refused, match=message):
        own(make_provider(), bob, owner)


def test_stale(bob):
    with pytest.raises(Stale):
        own(make_provider(version=2), bob)


def test_admins_undo_it(alice, bob):
    halyard = make_provider(owner="Apex")
    act = own(halyard, bob).act
    with pytest.raises(Refused, match="Only admins"):
        undo_act(act=act, by=alice)
    undo_act(act=act, by=bob)
    assert Provider.objects.get(pk=halyard.pk).owner == "Apex"


def test_a_seed_never_changes_it(tmp_path, bob):
    files = {
        "_news/2026-11-19-ferry.md": seed(),
        "_data/organizations/harbour.md": provider("harbour.example", "Harbour"),
    }
    bring_in(write(tmp_path, files))
    harbour = Provider.objects.get(domain="harbour.example")
    own(harbour, bob, version=harbour.version)
    files["_data/organizations/harbour.md"] = provider("harbour.example", "Harbour News")
    bring_in(write(tmp_path, files))
    harbour.refresh_from_db()
    assert (harbour.name, harbour.owner) == ("Harbour News", "Northmoor Media")
