"""Imports in two steps: an import is read and looked at, then done with the very files it read.

Both are runs of the one engine. The files wait in between as items of their batch.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.imports import uploads
from articles.imports.staged_files import (
    ImportRecorder,
    PreviewRecorder,
    StagedSource,
    StagingRecorder,
    in_portions,
)
from articles.ingest.engine import Options, import_seeds
from articles.ingest.report import RESULTS
from articles.models import BatchState, ImportBatch, ImportItem, SeedFile
from articles.seeds.kinds import REFUSED, WRITTEN, AddressChoice, FileResult

CHUNK = 100  # files a transaction: progress is seen, and an end comes quickly
MAX_PROBLEM = 500
FROM_READING = ("unknown", "topics", "seconds")  # in a batch's counts, beside its classes
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
    counts = count_by_result(batch.items.all())
    counts[FileResult.UNCHANGED] = report.counts[FileResult.UNCHANGED]
    more = {"unknown": report.unknown, "topics": len(recorder.new_topics())}
    batch.counts, batch.digest = {**counts, **more}, recorder.digest
    batch.problem = "; ".join(report.problems + report.reasons)[:MAX_PROBLEM]
    batch.total = batch.done = sum(counts.values())
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
    unlisted = batch.counts.get(FileResult.UNCHANGED, 0)
    more = {name: batch.counts[name] for name in FROM_READING if name in batch.counts}
    if through:
        in_portions(_to_import(batch).filter(applied_at=None), _mark_unchanged)
    with_bytes = batch.items.exclude(result__in=REFUSED).exclude(data=b"")
    in_portions(with_bytes, lambda rows: rows.update(data=b""))
    left = _to_import(batch).filter(applied_at=None) | batch.items.filter(skip=True)
    batch.counts = {
        **count_by_result(batch.items.exclude(result__in=WRITTEN, applied_at=None)),
        "skipped": left.filter(result__in=WRITTEN).count(),
        **more,
    }
    batch.counts[FileResult.UNCHANGED] += unlisted


def retry(batch: ImportBatch, item: ImportItem, data: bytes, by: User) -> None:
    """Try a broken file with other bytes: in a preview for its class, in an import that is done for
    good. Either way the item says what came of it."""
    digest = blake2b(data, digest_size=16).hexdigest()
    batch.items.filter(pk=item.pk).update(data=data, digest=digest, applied_at=None)
    _try(batch, item, by)


def choose(batch: ImportBatch, item: ImportItem, choice: AddressChoice | None, by: User) -> None:
    """Go on as somebody decided on a file that clashes, None for leaving it: in a preview for its
    class, in an import that is done for good."""
    batch.items.filter(pk=item.pk).update(address_choice=choice or "")
    _try(batch, item, by)


def _try(batch: ImportBatch, item: ImportItem, by: User) -> None:
    items = batch.items.filter(pk=item.pk)
    if batch.state == BatchState.READY:
        beside = batch.items.filter(path=item.same_address_as, result__in=WRITTEN, skip=False)
        source = StagedSource(batch, items | beside)
        options = Options(hold=batch.hold, dry_run=True, recorder=PreviewRecorder(source, item))
    else:
        source = StagedSource(batch, items)
        options = Options(by=by, hold=batch.hold, batch=batch, recorder=ImportRecorder(source))
    report = import_seeds([source], options)
    if not any(outcome.path == item.path for outcome in report.files):  # unchanged ones are not
        _mark_unchanged(items)
    _recount(batch, str(item.result), items.get().result)


def begin(batch: ImportBatch) -> None:
    # A worker that was at it already finds that it no longer is.
    now = timezone.now()
    ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(phase_at=now, done=0)
    batch.phase_at, batch.done = now, 0


def nothing_new(batch: ImportBatch) -> bool:
    return not any(batch.counts.get(result) for result in WRITTEN)


def same_content(batch: ImportBatch) -> ImportBatch | None:
    others = ImportBatch.objects.filter(digest=batch.digest).exclude(digest="").exclude(pk=batch.pk)
    return others.filter(state__in=[BatchState.DONE, BatchState.UNDONE]).first()


def count_by_result(items: QuerySet[ImportItem]) -> dict[str, int]:
    rows = items.order_by().values_list("result").annotate(Count("pk"))
    return {**dict.fromkeys(RESULTS, 0), **dict(rows)}


def delete_staged(batch: ImportBatch) -> None:
    delete_items(batch)
    uploads.delete(batch)


def delete_items(batch: ImportBatch) -> None:
    in_portions(batch.items.all(), lambda rows: rows.delete())


def _to_import(batch: ImportBatch) -> QuerySet[ImportItem]:
    return batch.items.filter(result__in=WRITTEN, skip=False)


def _mark_unchanged(items: QuerySet[ImportItem]) -> None:
    # Nothing was left to do for these; what is not in for all that can be tried again.
    outcome = {"line": None, "column": None, "applied_at": timezone.now()}
    known = SeedFile.objects.filter(path=OuterRef("path"), digest=OuterRef("digest"))
    items.filter(Exists(known)).update(result=FileResult.UNCHANGED, message="", data=b"", **outcome)
    items.filter(applied_at=None).update(result=FileResult.ERROR, message=LEFT_OUT, **outcome)


def _recount(batch: ImportBatch, before: str, after: str) -> None:
    with transaction.atomic():
        row = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        row.counts = {name: row.counts.get(name, 0) for name in {**row.counts, after: 0}}
        row.counts[before] -= 1
        row.counts[after] += 1
        row.save(update_fields=["counts"])
