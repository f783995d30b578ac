"""Writes what changed, a chunk of files at a time, each chunk in a transaction of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from articles.actions.catalog import Catalog
from articles.actions.lists import articles_at
from articles.ingest.changed import Changed
from articles.ingest.plan.changed_files import digests
from articles.ingest.plan.classify import Change, Pair, addresses, classify
from articles.ingest.plan.dry_run import DryRun, as_it_is_here
from articles.ingest.plan.topic_order import parents_first
from articles.ingest.recorder import FileOutcome, OutcomeLog
from articles.ingest.write.apply import apply
from articles.ingest.write.context import ImportContext
from articles.ingest.write.events import EventLog
from articles.ingest.write.pictures import PictureWriter
from articles.ingest.write.taxonomy import WRITERS, Result, TaxonomyWriter
from articles.models import ImportBatch, ImportItem
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind, FileResult
from articles.text import clip

# PostgreSQL looks at a column's own length before any rule.
_TOO_LONG = re.compile(
    r"too long for type character varying\((\d+)\).+COPY articles_(\w+), line \d+, column (\w+)",
    re.DOTALL,
)
_RULE = re.compile(r'constraint "(\w+)"|constraint failed: (\w+)')
MOST_ORPHANS = 500
Written = list[tuple[Changed, Result]]
Refusals = list[tuple[Changed, SeedError]]
UNSTORABLE = (IntegrityError, DataError)
SAME_STORY = "same story as {}: read as an update of it"
CLASHES = (
    "has the address of {} under another title: not imported "
    "(say on the desk whether it is that story or one of its own)"
)
HOLDS_ANOTHER = (
    "holds another story now, with another address and title: not imported "
    "(say on the desk whether it is a story of its own or the one that was there)"
)


class ChunkWriter:
    """Reports every file, and writes it unless the log has no batch: that is a dry run.

    `wrote` is whether anything is in the database now that was not there before.
    """

    def __init__(self, log: OutcomeLog, *, by: User | None, hold: bool) -> None:
        self.log, self.by, self.hold = log, by, hold
        self.catalog, self.events = Catalog(), EventLog(by)
        self.pictures = PictureWriter(self.catalog.pictures)
        self.taxonomy = TaxonomyWriter(
            self.catalog, self.pictures, self.events, log.recorder.has_read
        )
        self.dry_run = DryRun(self.catalog.topics, hold=hold)
        self.rehearsed: list[Changed] = []
        self.orphans: list[Changed] = []  # topics whose parent's file may still come
        self.wrote = False

    @cached_property
    def context(self) -> ImportContext:
        assert self.log.batch is not None
        return ImportContext(
            self.log.batch, self.by, self.hold, self.catalog, self.pictures, self.events
        )

    def write_others(self, files: Sequence[Changed]) -> None:
        pictures = [file for file in files if file.place.kind == FileKind.PICTURE]
        taxonomy = self._without_orphans([file for file in files if file.place.kind in WRITERS])
        if pictures or taxonomy:
            with transaction.atomic():
                self._write_taxonomy(taxonomy)
                self._write_pictures(pictures)
                self.log.record()

    def write_orphans(self) -> None:
        """Write the topics whose parents no file of the source describes."""
        if self.orphans:
            with transaction.atomic():
                self._write_taxonomy(self.orphans)
                self.log.record()
            self.orphans = []

    def write_articles(self, pairs: list[Pair]) -> None:
        """Write articles that have been read; files of one story one after the other."""
        while pairs:
            pairs = self._write_together(pairs)
        self.catalog.pictures.forget()

    def _without_orphans(self, files: Sequence[Changed]) -> list[Changed]:
        def is_known(name: str) -> bool:
            return self.catalog.topics.find(name) is not None

        ready, orphans = parents_first([*self.orphans, *files], is_known)
        self.orphans = orphans[:MOST_ORPHANS]
        return ready + orphans[MOST_ORPHANS:]

    def _write_taxonomy(self, files: Sequence[Changed]) -> None:
        if self.log.batch:
            self._write_each(files, self.log.batch)
        elif files:
            self._rehearse(files)

    def _rehearse(self, files: Sequence[Changed]) -> None:
        """Write them behind those before, and take it all back: nothing else would tell what they
        mean together, or what the database refuses. They are few, unlike articles."""
        with transaction.atomic():
            batch = ImportBatch.objects.create(started_at=timezone.now())
            self._try_twice(self.rehearsed, batch)
            self._write_each(files, batch)
            transaction.set_rollback(True)
        self.rehearsed += files
        self.taxonomy.forget()
        self.catalog.pictures.forget()

    def _write_each(self, files: Sequence[Changed], batch: ImportBatch) -> None:
        written, refused = self._try_twice(files, batch)
        self.wrote |= bool(written)
        for file, (result, ours) in written:
            self.log.add(file, result, f"ours kept for {', '.join(ours)}" if ours else "")
        for file, error in refused:
            self.log.refuse(file.place, error, file)
        self.taxonomy.finish()

    def _try_twice(self, files: Sequence[Changed], batch: ImportBatch) -> tuple[Written, Refusals]:
        """Write files; what one refuses, a later one may have made possible."""
        written, refused = self._try_each(files, batch)
        if written and refused:
            more, refused = self._try_each([file for file, _ in refused], batch)
            written += more
        return written, refused

    def _try_each(self, files: Sequence[Changed], batch: ImportBatch) -> tuple[Written, Refusals]:
        written: Written = []
        refused: Refusals = []
        for file in files:
            try:
                with transaction.atomic():
                    written.append((file, WRITERS[file.place.kind](self.taxonomy, file, batch)))
            except SeedError as error:
                refused.append((file, error))
                self.taxonomy.forget()
            except UNSTORABLE as error:
                refused.append((file, _unstorable(error)))
                self.taxonomy.forget()
        return written, refused

    def _write_pictures(self, files: Sequence[Changed]) -> None:
        if not files:
            return
        known = digests([file.place.path for file in files])
        for file in files:
            self.log.add(file, FileResult.CONTENT if file.place.path in known else FileResult.NEW)
        if self.log.batch:
            self.pictures.store(files, known, self.log.batch)
            self.wrote = True

    def _write_together(self, pairs: list[Pair]) -> list[Pair]:
        """Write these articles; return those that have to wait for another of the same story.

        Where the database refuses them together, they are tried one by one.
        """
        try:
            with transaction.atomic():
                _commit_soon()
                changes, later = self._apply(pairs)
                outcomes = [self._outcome(change) for change in changes]
                self.log.recorder.record(self.log.batch, outcomes)
        except UNSTORABLE as error:
            if len(pairs) == 1:
                self._refuse_undone(pairs[0][0], _unstorable(error))
                return []
            self.taxonomy.forget()
            for pair in pairs:
                self._write_together([pair])
            return []
        self.wrote |= self._brought_something(changes)
        self.log.report.counts[FileResult.UNCHANGED] += len(pairs) - len(changes) - len(later)
        for change, one in zip(changes, outcomes, strict=True):
            self.log.report.add(one.outcome)
            if change.theirs.extra:
                self.log.report.unknown.update(change.theirs.extra.keys())
        return later

    def _apply(self, pairs: list[Pair]) -> tuple[list[Change], list[Pair]]:
        """Write them but for what another import has written since these files were compared."""
        known = digests([file.place.path for file, _ in pairs])
        pairs = [pair for pair in pairs if known.get(pair[0].place.path) != pair[0].digest]
        here = articles_at(addresses(pairs))
        changes, later = classify(pairs, self.catalog.topics, known, here, hold=self.hold)
        wanted = [change for change in changes if change.result is not FileResult.CLASH]
        if wanted and self.log.batch:
            apply(self.context, wanted, known, here)
        return changes, later

    def _outcome(self, change: Change) -> FileOutcome:
        file = change.file
        messages = [f"line {note.line}: {note.message}" for note in change.reading.notes]
        here = as_it_is_here if self.log.batch else self.dry_run.look_ahead
        result, other = here(change)
        clashes = result is FileResult.CLASH
        if other:
            clash = HOLDS_ANOTHER if other == file.place.path else CLASHES
            messages.insert(0, (clash if clashes else SAME_STORY).format(other))
        if change.conflicts:
            messages.insert(0, f"ours kept for {', '.join(change.conflicts)}: an editor picks")
        outcome = self.log.report.outcome(file.place.path, result, "; ".join(messages))
        clashing, before = (other, "") if clashes else ("", other)
        return FileOutcome(
            file.place,
            outcome,
            file,
            change.pk or None,
            change.theirs,
            clashing,
            before,
            change.move,
        )

    def _brought_something(self, changes: Sequence[Change]) -> bool:
        """Return whether any is written, or is a clash that nobody has been told of yet."""
        clashes = [change.file for change in changes if change.result is FileResult.CLASH]
        if len(clashes) < len(changes):
            return True
        listed = ImportItem.objects.filter(path__among=[file.place.path for file in clashes])
        listed = listed.filter(result=FileResult.CLASH).exclude(batch=self.log.batch)
        return not {file.digest for file in clashes} <= set(listed.values_list("digest", flat=True))

    def _refuse_undone(self, file: Changed, error: SeedError) -> None:
        self.log.refuse(file.place, error, file)
        self.taxonomy.forget()


def _commit_soon() -> None:
    """Let the next chunk begin before this one is on PostgreSQL's disk.

    Commits reach it in their order, so all are there before the import is said to be done; after a
    crash before that, it goes on from what is there, or the command is run again.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")


def _unstorable(error: Exception) -> SeedError:
    """Say in words what the database refuses; reading refuses all that is known to be."""
    if long := _TOO_LONG.search(str(error)):
        limit, model, field = long.groups()
        return _longer(model, field, limit)
    rule = _RULE.search(str(error))
    if rule is None:
        return SeedError(f"could not be stored: {clip(str(error), 200)}")
    name = rule[1] or rule[2]
    if longest := re.fullmatch(r"([a-z]+)_(\w+)_max_(\d+)", name):
        return _longer(*longest.groups())
    return SeedError(f"could not be stored: it breaks the rule {name} (mend it, or report this)")


def _longer(model: str, field: str, limit: str) -> SeedError:
    return SeedError(f"{field} of the {model} is longer than {limit} characters (shorten it)")
