"""Imports from the desk, without a browser and without a worker."""

from django.core.files.uploadedfile import SimpleUploadedFile

from articles.imports import actions, jobs, uploads
from articles.models import ImportBatch, Topic
from tests.ingest.batches import provider, topic

FERRIES = "_data/topics/05-ferries.yaml"
BOATS = "_data/topics/06-boats.yaml"
HARBOUR = "_data/organizations/harbour.example.md"
FILES = {
    FERRIES: topic("ferries", "Ferries", "Transport", images="[/assets/images/f.jpg]"),
    HARBOUR: provider("harbour.example", "Harbour", "/assets/images/h.png"),
}


def uploaded(by, files, **fields):
    """A batch that has received these files."""
    batch = actions.create(by=by, source="a test", **fields)
    receive(batch, files)
    return batch


def receive(batch, files):
    """One request that sends these files."""
    sent = ((name, SimpleUploadedFile("sent", data)) for name, data in files.items())
    uploads.receive(batch, sent)


def previewed(by, files, **fields):
    """A batch whose files have been read."""
    batch = actions.read(batch=uploaded(by, files, **fields), by=by)
    jobs.read_batch.call(batch.pk)
    return now(batch)


def imported(by, files, hold=False):
    """A batch that is done."""
    return applied(previewed(by, files), by, hold)


def applied(batch, by, hold=False):
    actions.start(batch=batch, by=by, hold=hold)
    jobs.apply_batch.call(batch.pk)
    return now(batch)


def mended_alike(batch, by, mend="quotes"):
    actions.mend_alike(batch=batch, by=by, mend=mend)
    jobs.mend_batch.call(batch.pk)
    return now(batch)


def undone(batch, by):
    actions.undo(batch=batch, by=by)
    jobs.undo_batch.call(batch.pk)
    return now(batch)


def redone(batch, by):
    actions.redo(batch=batch, by=by)
    jobs.redo_batch.call(batch.pk)
    return now(batch)


def now(batch):
    return ImportBatch.objects.get(pk=batch.pk)


def counted(batch):
    """The classes that occur, with their numbers."""
    more = ("unlisted", "seconds")
    return {name: count for name, count in batch.counts.items() if count and name not in more}


def items(batch):
    """Path and result of every item."""
    return dict(batch.items.values_list("path", "result"))


def topic_names():
    return set(Topic.objects.values_list("name", flat=True))
