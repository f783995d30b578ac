"""The background tasks of imports. Each may run twice, or stop half-way and start over."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from datetime import timedelta

from django.db import OperationalError, connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from articles import task_queue
from articles.actions.errors import Refused
from articles.images import store
from articles.imports import command_runs, mending, phases, undo, uploads
from articles.imports.staged_files import run_of
from articles.ingest import batch_counts
from articles.ingest.report import MAX_PROBLEM
from articles.ingest.sources.limits import SourceError
from articles.models import AT_WORK, BatchState, ImportBatch, ImportItem
from articles.text import clip

logger = logging.getLogger(__name__)

EVERY = 1.0  # seconds between two notes of progress
TRIES = 10  # workers that may die of a batch without any progress
WAIT = timedelta(seconds=2)  # for another import of the same files
ABANDONED_AFTER = timedelta(days=1)  # an upload that nobody goes on with
OF_FILES = (BatchState.READING, BatchState.APPLYING, BatchState.MENDING)  # and not of changes

TRANSIENT = (OperationalError, BrokenExecutor)  # the database is away; a reader was killed

Work = Callable[[ImportBatch], None]


@task
def read_batch(pk: int) -> None:
    _work(pk, BatchState.READING, _read)


@task
def apply_batch(pk: int) -> None:
    _work(pk, BatchState.APPLYING, _apply)


@task
def undo_batch(pk: int) -> None:
    _work(pk, BatchState.UNDOING, _undo)


@task
def redo_batch(pk: int) -> None:
    _work(pk, BatchState.REDOING, _redo)


@task
def mend_batch(pk: int) -> None:
    _work(pk, BatchState.MENDING, _mend)


@task
def delete_staged(pk: int) -> None:
    for batch in _ended_early().filter(pk=pk):
        phases.delete_staged(batch)


Job = Task[[int], None]
TASKS: dict[str, Job] = {
    BatchState.READING: read_batch,
    BatchState.APPLYING: apply_batch,
    BatchState.UNDOING: undo_batch,
    BatchState.REDOING: redo_batch,
    BatchState.MENDING: mend_batch,
}
JOBS: list[Job] = [*TASKS.values(), delete_staged]


def requeue() -> None:
    """Queue again the batches whose task was lost, and cancel uploads that nobody goes on with.
    Safe at any time, by anyone."""
    long_ago = timezone.now() - ABANDONED_AFTER
    for batch in ImportBatch.objects.filter(state=BatchState.UPLOADING, started_at__lt=long_ago):
        _end(batch, BatchState.UPLOADING, BatchState.CANCELLED)
    due = list(_due())
    live = set(task_queue.live_calls(*JOBS)) if due else set()
    for job, pk in due:
        if (job.module_path, pk) not in live:
            job.enqueue(pk)
    uploads.delete_leftovers()


def redo_group(batch: ImportBatch) -> uuid.UUID:
    assert batch.undo_group
    # Always the same for one undo, so that a redo can be gone on with.
    return uuid.uuid5(batch.undo_group, "redo")


def _due() -> Iterator[tuple[Job, int]]:
    # Commands look after the imports that they do themselves.
    by_command = Q(where="") | Q(where__startswith=command_runs.WHERE)
    batches = ImportBatch.objects.exclude(by_command, state=BatchState.APPLYING)
    for pk, state in batches.filter(state__in=AT_WORK).values_list("pk", "state"):
        yield TASKS[state], pk
    items = ImportItem.objects.filter(batch=OuterRef("pk"))
    for pk in _ended_early().filter(Exists(items)).values_list("pk", flat=True):
        yield delete_staged, pk


def _ended_early() -> QuerySet[ImportBatch]:
    ended = [BatchState.CANCELLED, BatchState.FAILED]
    # Before anything was imported: it counts nothing, all else counts every class.
    return ImportBatch.objects.filter(state__in=ended, counts={})


def _work(pk: int, state: BatchState, work: Work) -> None:
    away = False
    while True:
        try:
            batch = ImportBatch.objects.filter(pk=pk, state=state).first()
            if batch and (away or _may_try(batch)):
                _try(batch, state, work)
        except Exception as error:
            if not _is_transient(error):
                raise
            away = not isinstance(error, BrokenExecutor)  # no fault of the batch: it may last
            logger.warning("Import %s tries again: %s", pk, error)
            connection.close()
            if task_queue.stopping.wait(task_queue.PAUSE):
                return
        else:
            return


def _is_transient(error: Exception) -> bool:
    return isinstance(error, TRANSIENT) or store.is_full(error)


def _may_try(batch: ImportBatch) -> bool:
    """Count a try; end a batch that workers die of, one after another."""
    if batch.tries < TRIES:
        ImportBatch.objects.filter(pk=batch.pk).update(tries=batch.tries + 1)
        return True
    problem = f"{TRIES} workers ended while they were at it: look into their log."
    _fail(batch, BatchState(batch.state), problem)
    return False


def _try(batch: ImportBatch, state: BatchState, work: Work) -> None:
    try:
        work(batch)
    except (SourceError, Refused) as problem:
        _fail(batch, state, str(problem))
    except Exception as error:
        if _is_transient(error):
            raise
        logger.exception("Import %s failed", batch.pk)
        _fail(batch, state, f"This should not have happened: {type(error).__name__}: {error}")


def _fail(batch: ImportBatch, state: BatchState, problem: str) -> None:
    if state == BatchState.MENDING:
        _end_mending(batch, f"{batch.problem} Mending broke off. {problem}".strip())
        return
    batch.problem = clip(problem, MAX_PROBLEM)
    if state == BatchState.APPLYING:
        phases.settle(batch, through=False)
    _end(batch, state, BatchState.FAILED)


def _read(batch: ImportBatch) -> None:
    if not phases.read(batch, _progress(batch), _stop(batch)):
        return
    if batch.problem and not batch.total:
        after = BatchState.FAILED
    elif phases.nothing_new(batch) and not phases.all_refused(batch):
        batch.same_as = phases.same_content(batch)
        after = BatchState.DONE
    else:
        after = BatchState.READY
    _end(batch, BatchState.READING, after)


def _apply(batch: ImportBatch) -> None:
    if _has_to_wait(batch):
        ImportBatch.objects.filter(pk=batch.pk).update(tries=0)
        apply_batch.using(run_after=timezone.now() + WAIT).enqueue(batch.pk)
        return
    through = not batch.stop and phases.apply(batch, _progress(batch), _stop(batch))
    batch.refresh_from_db()
    if not through and not batch.stop:
        return  # the worker is to end: another goes on
    phases.settle(batch, through=through)
    if through and phases.nothing_new(batch):
        batch.same_as = phases.same_content(batch)
    _end(batch, BatchState.APPLYING, BatchState.DONE if through else BatchState.CANCELLED)


def _has_to_wait(batch: ImportBatch) -> bool:
    same = ImportBatch.objects.filter(digest=batch.digest, state=BatchState.APPLYING)
    # The import of the same files that began later will find nothing new.
    first = same.exclude(digest="").order_by("phase_at", "pk").first()
    return first is not None and first.pk != batch.pk


def _undo(batch: ImportBatch) -> None:
    if undo.undo(batch, _stop(batch)):
        _end(batch, BatchState.UNDOING, BatchState.UNDONE)


def _redo(batch: ImportBatch) -> None:
    if undo.redo(batch, redo_group(batch), _stop(batch)):
        _end(batch, BatchState.REDOING, BatchState.DONE)


def _mend(batch: ImportBatch) -> None:
    phases.begin(batch)
    through = mending.mend_all(batch, _progress(batch), _stop(batch))
    if through or run_of(batch).filter(stop=True).exists():
        _end_mending(batch, batch.problem)


def _end_mending(batch: ImportBatch, problem: str) -> None:
    batch.problem = clip(problem, MAX_PROBLEM)
    batch.done = max(batch.total - mending.alike(batch, batch.mend).count(), 0)
    batch_counts.recount(batch)
    after = BatchState.READY if batch.is_preview else BatchState.DONE
    _end(batch, BatchState.MENDING, after)


def _progress(batch: ImportBatch) -> phases.Progress:
    noted = 0.0

    def note(done: int, total: int) -> None:
        nonlocal noted
        if time.monotonic() - noted < EVERY and done < total:
            return
        noted = time.monotonic()
        # With any progress, the count of tries begins anew.
        again = {"tries": 0} if done else {}
        run_of(batch).update(done=done, total=total, **again)
        batch.done, batch.total = done, total

    return note


def _stop(batch: ImportBatch) -> phases.Stop:
    def stop() -> bool:
        # Somebody may have cancelled the import, or another worker begun it anew.
        going_on = run_of(batch).filter(stop=False)
        return task_queue.stopping.is_set() or not going_on.exists()

    return stop


def _end(batch: ImportBatch, before: BatchState, after: BatchState) -> None:
    """Go on to the next phase with all that the batch says by now, unless somebody else did or is
    at it."""
    if before in OF_FILES and batch.counts:
        # What a person takes to look at it is no part of what the import takes.
        spent = (timezone.now() - (batch.phase_at or batch.started_at)).total_seconds()
        seconds = batch.counts.get("seconds", 0) + round(spent)
        batch.counts = {**batch.counts, "seconds": seconds}
    names = ("counts", "digest", "problem", "same_as_id", "done", "total")
    values = {name: getattr(batch, name) for name in names}
    if after != BatchState.READY:
        values["finished_at"] = timezone.now()
    ended = run_of(batch).filter(state=before).update(**values, state=after, tries=0, stop=False)
    if ended and before in (BatchState.UPLOADING, BatchState.READING):
        uploads.delete(batch)
