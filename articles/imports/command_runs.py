"""Imports that a command does itself, without a worker. One that ends in the midst of it is closed:
by the command if it still can, else by the next command or by the sweeper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from articles import leases
from articles.ingest import batch_counts
from articles.models import BatchState, ImportBatch

WHERE = "command/"  # how such a batch says where it runs; the name of the command's lease follows
INTERRUPTED = (
    "Ended before it was through: import the same files again. What is in already is skipped."
)


@contextmanager
def running() -> Iterator[str]:
    """Hold a lease while a command imports; yield where that runs, for `Options.where`."""
    close_dead()
    name = get_random_string(32)
    with leases.alive(name):
        try:
            yield f"{WHERE}{name}"
        except BaseException:
            with suppress(Error):  # the sweeper does it once the database is back
                _close(_open().filter(where=f"{WHERE}{name}"))
            raise


def close_dead() -> None:
    """Close the imports of commands that do not live any more. Safe at any time, by anyone."""
    for batch in _open():
        if leases.dead(batch.where.removeprefix(WHERE), batch.started_at):
            _close(_open().filter(pk=batch.pk))


def _open() -> QuerySet[ImportBatch]:
    at_work = ImportBatch.objects.filter(state=BatchState.APPLYING)
    return at_work.filter(where__startswith=WHERE)


def _close(batches: QuerySet[ImportBatch]) -> None:
    for batch in batches:
        # What came in by then stays. Files are listed chunk by chunk; the unchanged ones among them
        # were never counted.
        batch_counts.count(batch)
        files = sum(batch.counts.values())
        batches.filter(pk=batch.pk).update(
            state=BatchState.CANCELLED,
            problem=INTERRUPTED,
            counts=batch.counts,
            total=files,
            done=files,
            finished_at=timezone.now(),
        )
