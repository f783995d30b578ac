"""Imports batches of seeds: finds what changed, reads it in processes, writes it in chunks.

The command line, the browser and the watcher are faces of this one engine.
"""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from articles.images import rendition_queue
from articles.ingest.changed import Changed
from articles.ingest.plan.catalog import Pictures, Providers, Topics
from articles.ingest.plan.changed_files import ChangedFiles, Found, digests, reading_jobs
from articles.ingest.plan.classify import Change, Pair, addresses, classify
from articles.ingest.plan.dry_run import DryRun
from articles.ingest.plan.parsing import RARELY, Portion, Readers
from articles.ingest.recorder import FileOutcome, ItemRecorder, NullRecorder
from articles.ingest.report import Report
from articles.ingest.sources.files import Source
from articles.ingest.sources.layout import Kind, Place
from articles.ingest.sources.limits import SourceError
from articles.ingest.sources.survey import Survey
from articles.ingest.write import pictures
from articles.ingest.write.apply import apply
from articles.ingest.write.context import ImportContext
from articles.ingest.write.events import EventLog
from articles.ingest.write.related import articles_at
from articles.ingest.write.taxonomy import WRITERS, TaxonomyWriter
from articles.models import BatchState, ImportBatch
from articles.seeds.errors import Note, SeedError
from articles.text import clip

# Articles a transaction: editors wait for one chunk at most on SQLite, and never on PostgreSQL.
CHUNKS = {"sqlite": 500, "postgresql": 1000}
AHEAD = 6  # chunks that wait to be read or written: memory stays flat
BEHIND = 2  # of them that the readers have at least, while one is written
SWITCH = 0.0005  # seconds
PATIENCE = 0.03  # seconds: half of what a chunk takes to be read
UNSTORABLE = (IntegrityError, DataError)


@dataclass
class Options:
    """`progress` is called with the number of files dealt with and the number of all; `stop` is
    asked after each chunk. With `batch` the import belongs to that one, else to one of its own, of
    which `where` says where it runs.
    """

    by: User | None = None
    hold: bool = False
    dry_run: bool = False
    progress: Callable[[int, int], None] = lambda done, total: None
    stop: Callable[[], bool] = lambda: False
    batch: ImportBatch | None = None
    where: str = ""
    recorder: NullRecorder | None = None
    chunk: int = field(default_factory=lambda: CHUNKS[connection.vendor])


def import_seeds(sources: Sequence[Source], options: Options) -> Report:
    """Import every source; broken files are reported and never stop the others."""
    run = _Run(sources, options)
    with Readers() as readers, _hurried():
        for source in sources:
            if not run.stopped:
                run.source(source, readers)
    run.finish()
    return run.report


@contextmanager
def _hurried() -> Iterator[None]:
    """Look for garbage rarely: Python would go through all that waits to be written each time. And
    wait less for the threads that hand seeds to the readers: whenever a file is read or a statement
    runs they may take over, for 5 ms each time by default."""
    thresholds, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(RARELY)
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(interval)


@dataclass
class _Pending:
    """A chunk of articles that is being read."""

    files: list[Changed]
    readings: Portion


class _Run:
    def __init__(self, sources: Sequence[Source], options: Options) -> None:
        self.name = ", ".join(source.name for source in sources)[:500]
        self.options = options
        self.recorder = options.recorder or (NullRecorder() if options.dry_run else ItemRecorder())
        self.report = Report(batch=options.batch)
        self.topics, self.providers, self.pictures = Topics(), Providers(), Pictures()
        self.events = EventLog(options.by)
        self.registry = TaxonomyWriter(self.topics, self.providers, self.pictures, self.events)
        self.dry_run = DryRun(self.topics)
        self.session: ImportContext | None = None
        self.queue: deque[_Pending] = deque()
        self.noted: list[FileOutcome] = []  # told, but not to the recorder yet
        self.total = 0
        self.stopped = False

    def source(self, source: Source, readers: Readers) -> None:
        """Import what can be read, also of a source that breaks off."""
        self.report.archive = source.name if source.archive else ""
        try:
            with source:
                survey = source.survey() or Survey.of(source)
                self.total += survey.total
                files, chunk = survey.placed(source), self.options.chunk
                for found in ChangedFiles(files, self.recorder, chunk, survey.total):
                    self._chunk(found, readers)
                    self._pause()
                    if self.stopped:
                        break
        except SourceError as error:
            self.report.give_up(source, error)
        while self.queue and not self.stopped:
            self._articles(self.queue.popleft())
            self._pause()
        self.queue.clear()

    def _pause(self) -> None:
        """Between two chunks."""
        if self.noted:
            with transaction.atomic():
                self._keep_noted()
        done = sum(self.report.counts.values()) - self.report.broken
        self.options.progress(done, self.total)
        self.stopped = self.stopped or self.options.stop()

    def finish(self) -> None:
        batch = self.report.batch
        if batch and not self.options.batch:
            batch.state, batch.finished_at = BatchState.DONE, timezone.now()
            batch.counts, batch.digest = dict(self.report.counts), self.recorder.digest
            batch.save()
        if self.pictures.arrived:
            rendition_queue.enqueue()

    def _refuse(self, place: Place, error: SeedError, file: Changed | None = None) -> None:
        self._note(FileOutcome(place, self.report.refusal(place.path, error), file))

    def _note(self, kept: FileOutcome) -> None:
        self.report.add(kept.outcome)
        self.noted.append(kept)

    def _keep_noted(self) -> None:
        self.recorder.keep(self.report.batch, self.noted)
        self.noted = []

    def _chunk(self, found: Found, readers: Readers) -> None:
        """Deal with everything but articles; have the articles that changed read."""
        self._tell(found)
        changed = found.changed
        articles = [file for file in changed if file.place.kind == Kind.ARTICLE]
        readers.expect(len(articles))
        pictures = [file for file in changed if file.place.kind == Kind.PICTURE]
        registry = [file for file in changed if file.place.kind in WRITERS]
        if pictures or registry:
            with transaction.atomic():
                self._registry_files(registry)
                self._picture_files(pictures)
                self._keep_noted()
        if articles:
            files, jobs = reading_jobs(articles)
            self.queue.append(_Pending(files, readers.submit(jobs)))
        # One at a time: the readers are to have something left meanwhile.
        waiting = len(self.queue)
        if waiting > AHEAD or (waiting > BEHIND and self.queue[0].readings.done()):
            self._articles(self.queue.popleft())

    def _tell(self, found: Found) -> None:
        self.report.counts["unchanged"] += found.unchanged
        for place in found.ignored:
            self._note(
                FileOutcome(place, self.report.outcome(place.path, "ignored", "not an article"))
            )
        for place, error in found.refused:
            self._refuse(place, error)

    def _registry_files(self, files: Iterable[Changed]) -> None:
        for file in files:
            bring_in = WRITERS[file.place.kind]
            try:
                with transaction.atomic():
                    kind, kept = bring_in(self.registry, file, self._batch)
            except SeedError as error:
                self._undone(file, error)
            except UNSTORABLE as error:
                self._undone(file, _unstorable(error))
            else:
                message = f"ours kept for {', '.join(kept)}" if kept else ""
                outcome = self.report.outcome(file.place.path, kind, message)
                self._note(FileOutcome(file.place, outcome, file))
        self.registry.finish()

    def _undone(self, file: Changed, error: SeedError) -> None:
        self._refuse(file.place, error, file)
        self._forget()

    def _forget(self) -> None:
        """What the database has rolled back must not live on here."""
        self.registry.forget()
        batch = self.report.batch
        if batch and not ImportBatch.objects.filter(pk=batch.pk).exists():
            self.report.batch = self.session = None

    def _picture_files(self, files: list[Changed]) -> None:
        known = digests([file.place.path for file in files])
        for file in files:
            kind = "content" if file.place.path in known else "new"
            self._note(FileOutcome(file.place, self.report.outcome(file.place.path, kind), file))
        batch = self._batch() if files else None
        if batch:
            pictures.store_pictures(self.pictures, files, known, batch)

    def _help(self, wanted: Portion) -> None:
        """This process would be idle until that is read: it reads what no other has begun with."""
        for portion in (wanted, *(waiting.readings for waiting in self.queue)):
            if not wanted.done(within=PATIENCE):
                portion.read_here()

    def _articles(self, waiting: _Pending) -> None:
        self._help(waiting.readings)
        pairs = []
        for file, reading in zip(waiting.files, waiting.readings.result(), strict=True):
            if reading.error:
                self._refuse(file.place, reading.error, file)
            else:
                pairs.append((file, reading))
        while pairs:
            pairs = self._write(pairs)
        self.pictures.forget()

    def _write(self, pairs: list[Pair]) -> list[Pair]:
        """Write these articles; returns those that have to wait for another of the same story.

        Where the database refuses them together, they are tried one by one.
        """
        try:
            with transaction.atomic():
                _commit_soon()
                changes, later = self._apply(pairs)
                kept = [self._kept(change) for change in changes]
                self.recorder.keep(self.report.batch, kept)
        except UNSTORABLE as error:
            if len(pairs) == 1:
                self._undone(pairs[0][0], _unstorable(error))
                return []
            self._forget()
            for pair in pairs:
                self._write([pair])
            return []
        self.report.counts["unchanged"] += len(pairs) - len(changes) - len(later)
        for change, one in zip(changes, kept, strict=True):
            self.report.add(one.outcome)
            if extra := change.theirs.extra:
                self.report.unknown.update(extra.keys())
        return later

    def _apply(self, pairs: list[Pair]) -> tuple[list[Change], list[Pair]]:
        """Leaves out what another import has brought in since these files were compared."""
        known = digests([file.place.path for file, _ in pairs])
        pairs = [pair for pair in pairs if known.get(pair[0].place.path) != pair[0].digest]
        here = articles_at(addresses(pairs))
        changes, later = classify(pairs, self.topics, known, here, hold=self.options.hold)
        session = self._session() if changes else None
        if session:
            apply(session, changes, known, here)
        return changes, later

    def _kept(self, change: Change) -> FileOutcome:
        file, said = change.file, _said(change.reading.notes)
        kind, other = self.dry_run.kind(change) if self.options.dry_run else (change.kind, "")
        other = other or change.renamed_from
        if other:
            said.insert(0, f"same story as {other}: read as an update of it")
        if change.conflicts:
            said.insert(0, f"ours kept for {', '.join(change.conflicts)}: an editor picks")
        outcome = self.report.outcome(file.place.path, kind, "; ".join(said))
        return FileOutcome(file.place, outcome, file, change.pk or None, change.theirs)

    def _batch(self) -> ImportBatch | None:
        """Made with the first thing that is written: a batch that changes nothing leaves none."""
        if self.options.dry_run:
            return None
        if self.report.batch is None:
            self.report.batch = ImportBatch.objects.create(
                source=self.name,
                by=self.options.by,
                hold=self.options.hold,
                where=self.options.where,
                started_at=timezone.now(),
            )
        return self.report.batch

    def _session(self) -> ImportContext | None:
        batch = self._batch()
        if batch and self.session is None:
            self.session = ImportContext(
                batch,
                self.options.by,
                self.options.hold,
                self.topics,
                self.providers,
                self.pictures,
                self.events,
            )
        return self.session


def _commit_soon() -> None:
    """The next chunk need not wait until this one is on PostgreSQL's disk.

    Commits reach it in their order, so all are there before the import is said to be done; after a
    crash before that, it goes on from what is there, or the command is run again.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")


def _unstorable(error: Exception) -> SeedError:
    return SeedError(f"could not be stored: {clip(str(error), 200)}")


def _said(notes: Sequence[Note]) -> list[str]:
    return [f"line {note.line}: {note.message}" for note in notes]
