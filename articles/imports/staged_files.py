"""The files of a batch between its preview and its import: items in the database, which runs of the
engine fill, read and mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from articles.images import store
from articles.imports.file_notes import FileNotes, NoteTaker, mend_of
from articles.ingest.recorder import ITEM, FileOutcome, NullRecorder, item_row
from articles.ingest.sources.files import Source
from articles.ingest.sources.layout import ORDER, Place
from articles.ingest.sources.limits import Entry, Limits
from articles.models import ImportBatch, ImportItem
from articles.paging import page
from articles.rows import insert, update
from articles.seeds.errors import SeedError
from articles.seeds.kinds import REFUSED, FileKind

FEW = 20  # files that are held in memory, each of 2 MB at most
PORTION = 500  # rows that are read, emptied or deleted at a time


class StagingRecorder(NullRecorder):
    """Makes items of the files of a dry run, with their bytes; once another run has taken the batch
    over, none."""

    def __init__(self, batch: ImportBatch) -> None:
        super().__init__()
        self.batch = batch
        self.notes = NoteTaker()

    def record(self, batch: ImportBatch | None, outcomes: Sequence[FileOutcome]) -> None:
        if not run_of(self.batch).select_for_update().exists():
            return
        notes = self.notes.notes(outcomes)
        rows = ((*self._row(one), *more) for one, more in zip(outcomes, notes, strict=True))
        insert(ImportItem, (*ITEM, *FileNotes._fields), rows)

    def _row(self, one: FileOutcome) -> tuple[object, ...]:
        data = one.file.data if one.file else b""
        if one.place.kind == FileKind.PICTURE and data:
            store.write_original(data)
            data = b""
        return item_row(self.batch, one, applied=False, data=data)


class StagedSource(Source):
    """The items of a batch that wait to be imported, topics and pictures before articles; `taken`
    are the keys of those that something has come of."""

    def __init__(self, batch: ImportBatch, items: QuerySet[ImportItem]) -> None:
        super().__init__(Path(batch.source), Limits())
        self.label = batch.source
        self.batch, self.items = batch, items
        self.taken: set[int] = set()
        self.total = items.count()
        self._offered: defaultdict[str, list[ImportItem]] = defaultdict(list)  # by path

    def survey(self) -> StagedSource:
        return self

    def placed(self, source: Source) -> Iterator[tuple[Place, Entry]]:
        for kind in ORDER:
            for items in portions(self.items.filter(kind=kind.value)):
                files = _Files(items)
                for item in items:
                    self._offered[item.path].append(item)
                    read = partial(files.read, item)
                    place = Place(kind, item.path, item.root, item.address_choice)
                    yield place, Entry(item.path, read)

    def take_items(self, outcomes: Sequence[FileOutcome]) -> list[tuple[ImportItem, FileOutcome]]:
        """Return each outcome with the item that it is about, which is then dealt with. Several
        files of one path differ in their digests."""
        pairs = []
        for one in outcomes:
            items = self._offered[one.place.path]
            same = (item for item in items if one.file is None or item.digest == one.file.digest)
            if item := next(same, None):
                items.remove(item)
                self.taken.add(item.pk)
                pairs.append((item, one))
        return pairs


class ImportRecorder(NullRecorder):
    def __init__(self, source: StagedSource) -> None:
        super().__init__()
        self.source = source

    def record(self, batch: ImportBatch | None, outcomes: Sequence[FileOutcome]) -> None:
        pairs = self.source.take_items(outcomes)
        done = [item.pk for item, one in pairs if one.outcome.result not in REFUSED]
        ImportItem.objects.filter(pk__in=done).update(applied_at=timezone.now(), data=b"")
        written = ((one.article, item.pk) for item, one in pairs if one.article)
        update(ImportItem, "article_id", written)
        for item, one in pairs:
            update_item(item, outcome_of(item, one))


def run_of(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """Return the batch's row as long as it is in the phase, and in the run of it, that `batch` is
    of."""
    return ImportBatch.objects.filter(pk=batch.pk, state=batch.state, phase_at=batch.phase_at)


def portions(items: QuerySet[ImportItem]) -> Iterator[list[ImportItem]]:
    """Yield some items at a time without their bytes, in their order: another transaction may mark
    them in between."""
    after = ""
    while True:
        portion = page(items.defer("data"), ["position", "id"], after, PORTION)
        if portion.rows:
            yield portion.rows
        if portion.after is None:
            return
        after = portion.after


def in_portions(rows: QuerySet[ImportItem], act: Callable[[QuerySet[ImportItem]], object]) -> None:
    """Call `act`, which takes rows out of `rows`, for some at a time: nobody waits long."""
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:PORTION]):
        act(ImportItem.objects.filter(pk__in=keys))


def outcome_of(item: ImportItem, one: FileOutcome) -> dict[str, object]:
    """Return what came of the item's file, by column."""
    outcome = {name: getattr(one.outcome, name) for name in ("result", "line", "column", "message")}
    outcome["mend"] = mend_of(one)
    if one.values:
        outcome |= {"title": one.title, "state": one.state, "follows": one.follows}
    if one.same_address_as or not item.address_choice:  # it is still to be seen what on
        outcome["same_address_as"] = one.same_address_as
    return outcome


def update_item(item: ImportItem, values: Mapping[str, object]) -> None:
    changed = {name: value for name, value in values.items() if getattr(item, name) != value}
    if changed:
        ImportItem.objects.filter(pk=item.pk).update(**changed)


class _Files:
    def __init__(self, items: Sequence[ImportItem]) -> None:
        self._keys = [item.pk for item in items]
        self._held: dict[int, bytes | memoryview] = {}

    def read(self, item: ImportItem) -> bytes:
        if item.kind == FileKind.PICTURE:
            return self._picture(item)
        if item.pk not in self._held:
            start = self._keys.index(item.pk)
            among = ImportItem.objects.filter(pk__in=self._keys[start : start + FEW])
            self._held = dict(among.values_list("pk", "data"))
        return bytes(self._held.pop(item.pk))

    def _picture(self, item: ImportItem) -> bytes:
        try:
            return store.original(item.digest).read_bytes()
        except OSError as error:
            problem = "the picture that was uploaded cannot be read any more (upload it again)"
            raise SeedError(problem) from error
