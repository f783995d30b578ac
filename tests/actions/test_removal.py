"""Topics that go with their import and come back: so do the addresses that led to them."""

from uuid import uuid4

import pytest

from articles.actions import removal
from articles.models import Event, Topic, TopicRedirect
from tests.factories import make_batch, make_topic
from tests.imports.staged import FERRIES, redone, undone
from tests.ingest.batches import bring_in, topic, write

pytestmark = pytest.mark.django_db


def addresses():
    return dict(TopicRedirect.objects.values_list("slug", "topic__slug"))


@pytest.fixture
def gone(bob):
    """The removal of the topic "boats", to which "ferries" and "ships" led."""
    row, batch, act = make_topic(slug="boats", name="Boats"), make_batch(), uuid4()
    for slug in ("ferries", "ships"):
        row.old_slugs.create(slug=slug)
    arrival = Event.objects.create(at=batch.started_at, action="import", topic=row, batch=batch)
    removal.remove(arrival=arrival, by=bob, group=act)
    assert not addresses()
    return Event.objects.get(group=act)


def bring_back(event, by):
    removal.bring_back(removal=event, by=by, group=uuid4())
    return Topic.objects.get(slug="boats")


def test_old_addresses_lead_to_it_again(bob, gone):
    assert bring_back(gone, bob).pk == gone.before["pk"]
    assert addresses() == {"ferries": "boats", "ships": "boats"}


def test_an_address_that_is_another_topics_by_now_stays_so(bob, gone):
    make_topic(slug="ferries", name="Crossings")
    bring_back(gone, bob)
    assert addresses() == {"ships": "boats"}


def test_an_address_that_leads_to_another_topic_by_now_goes_on_to(bob, gone):
    make_topic(slug="crossings", name="Crossings").old_slugs.create(slug="ferries")
    bring_back(gone, bob)
    assert addresses() == {"ferries": "crossings", "ships": "boats"}


def test_a_topic_that_one_import_made_and_moved_comes_back_where_it_was(bob, tmp_path):
    """Two days of a site: on the second, the topic has another address."""
    monday = write(tmp_path / "monday", {FERRIES: topic("ferries", "Ferries")})
    tuesday = write(tmp_path / "tuesday", {FERRIES: topic("boats", "Boats")})
    batch = undone(bring_in(monday, tuesday).batch, bob)
    assert not Topic.objects.exists()
    redone(batch, bob)
    assert addresses() == {"ferries": "boats"}
