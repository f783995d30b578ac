"""Imports in two steps: an import is read and looked at, then done with the very files it read.

Both are runs of the one engine. The files wait in between as items of their batch.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.imports import uploads
from articles.imports.staged_files import (
    ImportRecorder,
    StagedSource,
    StagingRecorder,
    in_portions,
)
from articles.ingest import batch_counts
from articles.ingest.engine import Options, import_seeds
from articles.ingest.report import MAX_PROBLEM, RESULTS
from articles.models import BatchState, ImportBatch, ImportItem, SeedFile
from articles.seeds.kinds import REFUSED, WRITTEN, FileResult

CHUNK = 100  # files a transaction: progress is seen, and an end comes quickly
LEFT_OUT = "was not imported: something came in between (try it again)"

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


def read(batch: ImportBatch, progress: Progress, stop: Stop) -> bool:
    """Read the batch's source anew; return False if that was stopped. Raises Refused, SourceError.

    Of two workers that read one batch, the one that began later goes on.
    """
    begin(batch)
    delete_items(batch)
    recorder = StagingRecorder(batch)
    options = Options(
        hold=batch.hold, dry_run=True, recorder=recorder, chunk=CHUNK, progress=progress, stop=stop
    )
    report = import_seeds(uploads.sources_of(batch), options)
    if stop():
        return False
    batch.counts, batch.digest = {"unknown": report.unknown}, recorder.digest
    unchanged = {FileResult.UNCHANGED: report.counts[FileResult.UNCHANGED]}
    batch_counts.count_with(batch, unchanged)
    batch.problem = "; ".join(report.problems + report.reasons)[:MAX_PROBLEM]
    batch.total = batch.done = sum(batch.counts[name] for name in RESULTS)
    return True


def apply(batch: ImportBatch, progress: Progress, stop: Stop) -> bool:
    """Import what waits; return False if that was stopped. Done again after a crash, it goes on."""
    before = _to_import(batch).exclude(applied_at=None).count()
    source = StagedSource(batch, _to_import(batch).filter(applied_at=None))
    options = Options(
        by=batch.by,
        hold=batch.hold,
        batch=batch,
        recorder=ImportRecorder(source),
        chunk=CHUNK,
        progress=lambda done, total: progress(before + done, before + total),
        stop=stop,
    )
    import_seeds([source], options)
    return not stop()


def settle(batch: ImportBatch, *, through: bool) -> None:
    """Count what came of an import that is over or was ended, and delete the bytes of all but the
    files that can still be mended or decided on. Where it did not get through, what it left out
    counts as skipped."""
    waiting = _to_import(batch).filter(applied_at=None)
    in_portions(waiting, mark_unchanged if through else lambda rows: rows.update(skip=True))
    with_bytes = batch.items.exclude(result__in=REFUSED).exclude(data=b"")
    in_portions(with_bytes, lambda rows: rows.update(data=b""))
    batch_counts.count(batch)


def begin(batch: ImportBatch) -> None:
    # A worker that was at it already finds that it no longer is.
    now = timezone.now()
    ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(phase_at=now, done=0)
    batch.phase_at, batch.done = now, 0


def nothing_new(batch: ImportBatch) -> bool:
    return not any(batch.counts.get(result) for result in WRITTEN)


def all_refused(batch: ImportBatch) -> bool:
    """Return whether all that is in it waits to be mended or decided on, where nothing is new."""
    refused = any(batch.counts.get(result) for result in REFUSED)
    return refused and not batch.counts.get(FileResult.UNCHANGED)


def same_content(batch: ImportBatch) -> ImportBatch | None:
    others = ImportBatch.objects.filter(digest=batch.digest).exclude(digest="").exclude(pk=batch.pk)
    return others.filter(state__in=[BatchState.DONE, BatchState.UNDONE]).first()


def delete_staged(batch: ImportBatch) -> None:
    delete_items(batch)
    uploads.delete(batch)


def delete_items(batch: ImportBatch) -> None:
    in_portions(batch.items.all(), lambda rows: rows.delete())


def _to_import(batch: ImportBatch) -> QuerySet[ImportItem]:
    return batch.items.filter(result__in=WRITTEN, skip=False)


def mark_unchanged(items: QuerySet[ImportItem]) -> None:
    # Nothing was left to do for these; what is not in for all that can be tried again.
    outcome = {"line": None, "column": None, "mend": "", "applied_at": timezone.now()}
    known = SeedFile.objects.filter(path=OuterRef("path"), digest=OuterRef("digest"))
    items.filter(Exists(known)).update(result=FileResult.UNCHANGED, message="", data=b"", **outcome)
    items.filter(applied_at=None).update(result=FileResult.ERROR, message=LEFT_OUT, **outcome)
