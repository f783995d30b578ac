"""Imports in two steps: an import is read and looked at, then done with the very files it read.

Both are runs of the one engine. The files wait in between as items of their batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.images import store
from articles.imports import uploads
from articles.ingest.engine import Options, import_seeds
from articles.ingest.plan.duplicates import DuplicateFinder
from articles.ingest.recorder import ITEM, FileOutcome, NullRecorder, item_row
from articles.ingest.report import RESULTS
from articles.ingest.sources.files import Source
from articles.ingest.sources.layout import ORDER, Place
from articles.ingest.sources.limits import Entry, Limits
from articles.models import BatchState, ImportBatch, ImportItem, SeedFile
from articles.rows import insert, update
from articles.seeds.kinds import WRITTEN, FileKind, FileResult

CHUNK = 100  # files a transaction: progress is seen, and an end comes quickly
FEW = 20  # files that are held in memory, each of 2 MB at most
PORTION = 500  # rows that are read, emptied or deleted at a time
MAX_PROBLEM = 500
LEFT_OUT = "was not imported: something came in between (try it again)"

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


class Stager(NullRecorder):
    """Keeps the files of a dry run as items, with their bytes; once the batch is not this run's any
    more, none."""

    def __init__(self, batch: ImportBatch) -> None:
        super().__init__()
        self.batch = batch
        self.duplicates = DuplicateFinder()

    def record(self, batch: ImportBatch | None, outcomes: Sequence[FileOutcome]) -> None:
        if not run_of(self.batch).select_for_update().exists():
            return
        pairs = zip(outcomes, self.duplicates.of(outcomes), strict=True)
        insert(ImportItem, (*ITEM, "twin"), ((*self._row(one), twin) for one, twin in pairs))

    def _row(self, one: FileOutcome) -> tuple[object, ...]:
        data = one.file.data if one.file else b""
        if one.place.kind == FileKind.PICTURE and data:
            store.keep(data)
            data = b""
        return item_row(self.batch, one, applied=False, data=data)


class StagedSource(Source):
    """The items of a batch that wait to be imported, topics and pictures before articles."""

    def __init__(self, batch: ImportBatch, items: QuerySet[ImportItem]) -> None:
        super().__init__(Path(batch.source), Limits())
        self.label = batch.source
        self.items = items
        self.total = items.count()
        self.offered: defaultdict[str, list[ImportItem]] = defaultdict(list)  # by path

    def survey(self) -> StagedSource:
        return self

    def placed(self, source: Source) -> Iterator[tuple[Place, Entry]]:
        for kind in ORDER:
            for items in _portions(self.items.filter(kind=kind.value)):
                files = _Files(items)
                for item in items:
                    self.offered[item.path].append(item)
                    read = partial(files.read, item)
                    yield Place(kind, item.path, item.root), Entry(item.path, read)

    def claim(self, one: FileOutcome) -> ImportItem | None:
        """The item that this is about; several files of one path differ in their digests."""
        items = self.offered[one.place.path]
        same = [item for item in items if one.file is None or item.digest == one.file.digest]
        if same:
            items.remove(same[0])
        return same[0] if same else None


class Previewer(NullRecorder):
    """Says anew what items would be."""

    def __init__(self, source: StagedSource) -> None:
        super().__init__()
        self.source = source

    def record(self, batch: ImportBatch | None, outcomes: Sequence[FileOutcome]) -> None:
        for item, one in self._claimed(outcomes):
            _say(item, one)

    def _claimed(self, outcomes: Sequence[FileOutcome]) -> list[tuple[ImportItem, FileOutcome]]:
        return [(item, one) for one in outcomes if (item := self.source.claim(one))]


class Marker(Previewer):
    """Marks the items that have been imported, in the transaction that imports them."""

    def record(self, batch: ImportBatch | None, outcomes: Sequence[FileOutcome]) -> None:
        pairs = self._claimed(outcomes)
        done = [item.pk for item, one in pairs if one.outcome.result != FileResult.ERROR]
        ImportItem.objects.filter(pk__in=done).update(applied_at=timezone.now(), data=b"")
        written = ((one.article, item.pk) for item, one in pairs if one.article)
        update(ImportItem, "article_id", written)
        for item, one in pairs:
            _say(item, one)


def claim(batch: ImportBatch) -> None:
    """Begin this phase anew: a worker that was at it already finds that it no longer is."""
    now = timezone.now()
    ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(phase_at=now, done=0)
    batch.phase_at, batch.done = now, 0


def run_of(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """The batch's row, as long as it is in the phase, and that in the run, that `batch` is of."""
    return ImportBatch.objects.filter(pk=batch.pk, state=batch.state, phase_at=batch.phase_at)


def stage(batch: ImportBatch, progress: Progress, stop: Stop) -> bool:
    """Read the batch's source anew; False if it was stopped. Raises Refused, SourceError.

    Of two workers that read one batch, the one that began later goes on.
    """
    claim(batch)
    drop_items(batch)
    stager = Stager(batch)
    options = Options(
        hold=batch.hold, dry_run=True, recorder=stager, chunk=CHUNK, progress=progress, stop=stop
    )
    report = import_seeds(uploads.sources_of(batch), options)
    if stop():
        return False
    counts = {
        **counted(batch.items.all()),
        FileResult.UNCHANGED: report.counts[FileResult.UNCHANGED],
    }
    batch.counts, batch.digest = {**counts, "unknown": report.unknown}, stager.digest
    batch.problem = "; ".join(report.problems)[:MAX_PROBLEM]
    batch.total = batch.done = sum(counts.values())
    return True


def apply(batch: ImportBatch, progress: Progress, stop: Stop) -> bool:
    """Import what waits; False if it was stopped. Done again after a crash, it goes on."""
    before = _wanted(batch).exclude(applied_at=None).count()
    source = StagedSource(batch, _wanted(batch).filter(applied_at=None))
    options = Options(
        by=batch.by,
        hold=batch.hold,
        batch=batch,
        recorder=Marker(source),
        chunk=CHUNK,
        progress=lambda done, total: progress(before + done, before + total),
        stop=stop,
    )
    import_seeds([source], options)
    return not stop()


def settle(batch: ImportBatch, *, through: bool) -> None:
    """The import is over, or was ended: no file but the broken ones is needed any longer. Where it
    did not get through, what it left out counts as skipped."""
    unlisted, unknown = batch.counts.get(FileResult.UNCHANGED, 0), batch.counts.get("unknown", {})
    if through:
        _in_portions(_wanted(batch).filter(applied_at=None), _as_unchanged)
    _in_portions(_full(batch), lambda rows: rows.update(data=b""))
    left = _wanted(batch).filter(applied_at=None) | batch.items.filter(skip=True)
    batch.counts = {
        **counted(batch.items.exclude(result__in=WRITTEN, applied_at=None)),
        "skipped": left.filter(result__in=WRITTEN).count(),
        "unknown": unknown,
    }
    batch.counts[FileResult.UNCHANGED] += unlisted


def retry(batch: ImportBatch, item: ImportItem, data: bytes, by: User) -> None:
    """Try a broken file with other bytes: in a preview for its class, in an import that is done for
    good. Either way the item says what came of it."""
    items = batch.items.filter(pk=item.pk)
    items.update(data=data, digest=blake2b(data, digest_size=16).hexdigest(), applied_at=None)
    source = StagedSource(batch, items)
    if batch.state == BatchState.READY:
        options = Options(hold=batch.hold, dry_run=True, recorder=Previewer(source))
    else:
        options = Options(by=by, hold=batch.hold, batch=batch, recorder=Marker(source))
    report = import_seeds([source], options)
    if report.counts[FileResult.UNCHANGED]:
        _as_unchanged(items)
    _recount(batch, str(item.result), items.get().result)


def nothing_new(batch: ImportBatch) -> bool:
    """Whether importing it would write nothing."""
    return not any(batch.counts.get(result) for result in WRITTEN)


def same_content(batch: ImportBatch) -> ImportBatch | None:
    """The last batch with exactly these files that was imported, if there is one."""
    others = ImportBatch.objects.filter(digest=batch.digest).exclude(digest="").exclude(pk=batch.pk)
    return others.filter(state__in=[BatchState.DONE, BatchState.UNDONE]).first()


def counted(items: QuerySet[ImportItem]) -> dict[str, int]:
    """Items by class."""
    rows = items.order_by().values_list("result").annotate(Count("pk"))
    return {**dict.fromkeys(RESULTS, 0), **dict(rows)}


def forget(batch: ImportBatch) -> None:
    """The batch was given up before anything was imported: its files are not kept."""
    drop_items(batch)
    uploads.forget(batch)


def drop_items(batch: ImportBatch) -> None:
    _in_portions(batch.items.all(), lambda rows: rows.delete())


def _full(batch: ImportBatch) -> QuerySet[ImportItem]:
    """Broken files stay: they can still be mended."""
    return batch.items.exclude(result=FileResult.ERROR).exclude(data=b"")


def _wanted(batch: ImportBatch) -> QuerySet[ImportItem]:
    kinds = [FileKind.ARTICLE, FileKind.TOPIC, FileKind.PROVIDER, FileKind.PICTURE]
    return batch.items.filter(kind__in=kinds, result__in=WRITTEN, skip=False)


def _say(item: ImportItem, one: FileOutcome) -> None:
    """What came of it, where that is not what the preview said."""
    said = {name: getattr(one.outcome, name) for name in ("result", "line", "column", "message")}
    news = {name: value for name, value in said.items() if getattr(item, name) != value}
    if news:
        ImportItem.objects.filter(pk=item.pk).update(**news)


def _as_unchanged(items: QuerySet[ImportItem]) -> None:
    """Nothing was left to do for these; what is not in for all that can be tried again."""
    news = {"line": None, "column": None, "applied_at": timezone.now()}
    known = SeedFile.objects.filter(path=OuterRef("path"), digest=OuterRef("digest"))
    items.filter(Exists(known)).update(result=FileResult.UNCHANGED, message="", data=b"", **news)
    items.filter(applied_at=None).update(result=FileResult.ERROR, message=LEFT_OUT, **news)


def _recount(batch: ImportBatch, before: str, after: str) -> None:
    """One file is of another class now."""
    with transaction.atomic():
        row = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        row.counts = {name: row.counts.get(name, 0) for name in {**row.counts, after: 0}}
        row.counts[before] -= 1
        row.counts[after] += 1
        row.save(update_fields=["counts"])


def _portions(items: QuerySet[ImportItem]) -> Iterator[list[ImportItem]]:
    """In their order, some at a time: another transaction may mark them in between."""
    last = 0
    items = items.defer("data").order_by("pk")
    while portion := list(items.filter(pk__gt=last)[:PORTION]):
        yield portion
        last = portion[-1].pk


def _in_portions(rows: QuerySet[ImportItem], act: Callable[[QuerySet[ImportItem]], object]) -> None:
    """In short transactions, so that nobody waits long. `act` takes them out of `rows`."""
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:PORTION]):
        act(ImportItem.objects.filter(pk__in=keys))


class _Files:
    """What is in the files of some items: read a few at a time, as they may be large."""

    def __init__(self, items: Sequence[ImportItem]) -> None:
        self._keys = [item.pk for item in items]
        self._held: dict[int, bytes | memoryview] = {}

    def read(self, item: ImportItem) -> bytes:
        if item.kind == FileKind.PICTURE:
            return store.original(item.digest).read_bytes()
        if item.pk not in self._held:
            start = self._keys.index(item.pk)
            among = ImportItem.objects.filter(pk__in=self._keys[start : start + FEW])
            self._held = dict(among.values_list("pk", "data"))
        return bytes(self._held.pop(item.pk))
