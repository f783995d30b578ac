"""The migration that lets an import's numbers be counted anew."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from articles.ingest.batch_counts import recount
from articles.models import ImportBatch
from tests.factories import NOON, make_batch, make_item

pytestmark = pytest.mark.django_db
migration = import_module("articles.migrations.0022_imports_at_once")


def migrated(batch):
    migration.note(apps, None)
    return ImportBatch.objects.get(pk=batch.pk)


def test_files_without_an_item_are_told_apart():
    counts = {"new": 1, "error": 2, "ignored": 3, "unchanged": 5, "topics": 4}
    batch = make_batch(state="ready", counts=counts)
    make_item(batch=batch)
    make_item(batch=batch, result="error")
    make_item(batch=batch, result="unchanged")
    batch = migrated(batch)
    assert batch.counts.pop("unlisted") == {"error": 1, "ignored": 3, "unchanged": 4}
    assert batch.counts == {"new": 1, "error": 2, "ignored": 3, "unchanged": 5}
    recount(migrated(batch))
    now = ImportBatch.objects.get(pk=batch.pk).counts
    assert {name: now[name] for name in batch.counts} == batch.counts


@pytest.mark.parametrize(("state", "left"), [("cancelled", 1), ("undone", 1), ("ready", 0)])
def test_what_an_end_left_out_is_marked(state, left):
    batch = make_batch(state=state, counts={"new": 1})
    make_item(batch=batch)
    make_item(batch=batch, path="_news/in.md", applied_at=NOON)
    make_item(batch=batch, path="_news/broken.md", result="error")
    assert migrated(batch).items.filter(skip=True).count() == left


def test_what_was_cancelled_before_it_began_stays_empty():
    batch = make_batch(state="cancelled", counts={})
    make_item(batch=batch)
    assert migrated(batch).counts == {}
    assert not batch.items.get().skip


def test_the_time_that_it_took():
    fields = {"phase_at": NOON, "finished_at": NOON + timedelta(seconds=20)}
    batch = make_batch(state="done", counts={"new": 0, "seconds": 3}, **fields)
    assert migrated(batch).counts["seconds"] == 23
    by_command = make_batch(state="done", counts={"new": 0}, finished_at=fields["finished_at"])
    assert migrated(by_command).counts["seconds"] == 20
    waits = make_batch(state="ready", counts={"new": 0, "seconds": 3})
    assert migrated(waits).counts["seconds"] == 3
