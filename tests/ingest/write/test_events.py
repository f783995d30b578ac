"""What an import did to topics and providers, as the history tells it."""

import pytest

from articles import rows as rows_of
from articles.history.sentences import history_of, sentence
from articles.imports import actions
from articles.ingest.write import events
from articles.models import Event, Provider, Topic
from tests.imports.staged import BOATS, FERRIES, FILES, HARBOUR, imported, previewed
from tests.ingest.batches import PATH, numbered, provider, seed, topic

pytestmark = pytest.mark.django_db


def test_the_history_tells_what_an_import_made_and_changed(bob):
    batch = imported(bob, FILES)
    for subject in (*Topic.objects.all(), Provider.objects.get()):
        (event,) = history_of(subject)
        assert (event.actor, sentence(event)) == (bob, f"Imported from batch {batch.pk}")
    batch = imported(
        bob, {FERRIES: topic("ferries", "Boats"), HARBOUR: provider("harbour.example", "Quay")}
    )
    said = [
        sentence(history_of(thing)[0])
        for thing in (Topic.objects.get(slug="ferries"), Provider.objects.get())
    ]
    assert said == [
        f"The import of batch {batch.pk} changed the name from Ferries to Boats, "
        "the aliases from none to Ferries, "
        "the parent from Transport to none and the picture from /assets/images/f.jpg to none",
        f"The import of batch {batch.pk} changed the name from Harbour to Quay, "
        "the aliases from none to Harbour and the logo from /assets/images/h.png to none",
    ]


def test_a_refused_file_is_no_history(bob):
    imported(bob, {FERRIES: topic("ferries", "Ferries", "Ferries"), BOATS: topic("boats", "Boats")})
    assert [event.topic.name for event in Event.objects.all()] == ["Boats"]


def test_a_dry_run_is_no_history(bob):
    previewed(bob, FILES)
    assert not Event.objects.exists()


@pytest.fixture
def inserts(monkeypatch):
    """How many events of topics and providers were written at a time."""
    counts = []

    def insert(model, columns, rows):
        counts.extend([len(rows)] if rows else [])
        rows_of.insert(model, columns, rows)

    monkeypatch.setattr(events, "insert", insert)
    return counts


@pytest.mark.parametrize("count", [2, 30])
def test_events_are_written_at_once(bob, count, inserts):
    files = {f"_data/topics/{n:02}.yaml": topic(f"t{n}", f"T{n}") for n in range(count)}
    files |= {f"_data/organizations/p{n}.md": provider(f"p{n}.example", "P") for n in range(count)}
    imported(bob, files)
    assert inserts == [2 * count] * 2  # the preview takes them back
    assert Event.objects.count() == 2 * count


@pytest.mark.parametrize("count", [2, 30])
def test_what_is_only_mentioned_is_told_at_once(bob, count, inserts):
    files = {f"_news/{n}.md": numbered(n, topics=(f"T{n}",)) for n in range(count)}
    imported(bob, files)
    assert inserts == [count + 1]
    assert Event.objects.filter(article=None).count() == count + 1


def test_nothing_new_that_is_mentioned_is_not_told(bob, inserts):
    imported(bob, {"_news/a.md": numbered(1)})
    inserts.clear()
    imported(bob, {"_news/b.md": numbered(2)})
    assert inserts == []


def test_an_import_is_one_act_of_the_person_who_did_it(bob, alice):
    broken = topic("ferries", "")
    batch = imported(bob, {PATH: seed(), HARBOUR: FILES[HARBOUR], FERRIES: broken})
    assert Event.objects.values("group").distinct().count() == 1
    item = batch.items.get(path=FERRIES)
    actions.mend(item=item, by=alice, text=topic("ferries", "Ferries").decode())
    (event,) = history_of(Topic.objects.get(slug="ferries"))
    assert (event.actor, event.actor_name, event.batch) == (alice, "Alice", batch)
