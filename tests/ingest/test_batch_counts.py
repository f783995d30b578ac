"""The numbers of a batch, by its items and beside them."""

import pytest

from articles.ingest import batch_counts
from articles.models import ImportBatch
from articles.seeds.kinds import FileResult
from tests.factories import make_batch, make_item
from tests.imports.staged import imported, previewed
from tests.ingest.batches import bring_in, numbered, write, zipped

pytestmark = pytest.mark.django_db


def test_items_of_each_class_and_those_left_out():
    batch = make_batch()
    make_item(batch=batch)
    make_item(batch=batch, path="_news/b.md", skip=True)
    make_item(batch=batch, path="_news/c.md", result="error")
    numbers = batch_counts.listed(batch)
    assert (numbers["new"], numbers["skipped"], numbers["error"]) == (1, 1, 1)
    assert numbers["conflict"] == 0


def test_counted_anew_they_keep_what_has_no_item():
    batch = make_batch(counts={"seconds": 3, "unknown": {"mood": 2}})
    make_item(batch=batch, result="unchanged")
    batch_counts.count_with(batch, {FileResult.UNCHANGED: 4, FileResult.NEW: 0})
    batch.save()
    make_item(batch=batch, path="_news/b.md")
    batch_counts.recount(batch)
    counts = ImportBatch.objects.get(pk=batch.pk).counts
    assert (counts["new"], counts["unchanged"], counts["unlisted"]) == (1, 4, {"unchanged": 3})
    assert (counts["seconds"], counts["unknown"]) == (3, {"mood": 2})


def test_a_file_that_came_twice_is_counted_once_as_unchanged(bob, tmp_path):
    one = zipped(tmp_path / "1.zip", {"_news/a.md": numbered(1)}).read_bytes()
    two = {"1.zip": one, "2.zip": one, "_news/b.md": numbered(2)}
    assert previewed(bob, two).counts["unchanged"] == 1
    assert imported(bob, two).counts["unchanged"] == 1


def test_an_import_by_command_can_be_counted_anew(tmp_path):
    files = {"_news/a.md": numbered(1), "_news/b.md": b"---\n", "README.md": b"hello"}
    batch = bring_in(write(tmp_path, files)).batch
    before = ImportBatch.objects.get(pk=batch.pk).counts
    assert (before["new"], before["error"], before["ignored"]) == (1, 1, 1)
    assert "seconds" in before
    batch_counts.recount(batch)
    assert ImportBatch.objects.get(pk=batch.pk).counts == before
