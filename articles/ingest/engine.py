"""Imports batches of seeds: finds what changed, has it read in processes, writes it in chunks.

The command line, the browser and the watcher are faces of this one engine.
"""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from articles.images import rendition_queue
from articles.ingest import batch_counts
from articles.ingest.changed import Changed
from articles.ingest.plan.changed_files import ChangedFiles, Found, reading_jobs
from articles.ingest.plan.classify import Pair
from articles.ingest.plan.parsing import RARELY, Readers, ReadingTask
from articles.ingest.recorder import ItemRecorder, NullRecorder, OutcomeLog
from articles.ingest.report import MAX_PROBLEM, Report
from articles.ingest.sources.files import PlacedFiles, Source
from articles.ingest.sources.limits import SourceError, Stopped
from articles.ingest.sources.survey import Survey
from articles.ingest.write.chunks import ChunkWriter
from articles.judgement import indexing
from articles.models import BatchState, ImportBatch
from articles.seeds.kinds import FileKind, FileResult
from articles.text import clip

# Articles a transaction: editors wait for one chunk at most on SQLite, and never on PostgreSQL.
CHUNKS = {"sqlite": 500, "postgresql": 1000}
AHEAD = 6  # chunks that wait to be read or written: memory stays flat
BEHIND = 2  # of them that the readers have at least, while one is written
SWITCH = 0.0005  # seconds
PATIENCE = 0.03  # seconds: half of what a chunk takes to be read


@dataclass
class Options:
    """`progress` is called with the number of files dealt with and the number of all; `stop` is
    asked after each chunk. With `batch` the import belongs to that one, else to one of its own, of
    which `where` says where it runs. `processes` is how many others may read, None for as many as
    are of use.
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
    processes: int | None = None


def import_seeds(sources: Sequence[Source], options: Options) -> Report:
    """Import every source; broken files are reported and never stop the others."""
    recorder = options.recorder or (NullRecorder() if options.dry_run else ItemRecorder())
    log = OutcomeLog(Report(batch=options.batch), recorder)
    writer = ChunkWriter(log, by=options.by, hold=options.hold)
    batch = BatchRow(log, options, ", ".join(source.name for source in sources)[:500])
    with Readers(options.processes) as readers, _bulk_work():
        engine = Engine(options, log, batch, readers, writer)
        for source in sources:
            if not engine.stopped:
                engine.run(source)
    batch.end(anything=writer.wrote)
    if writer.pictures.arrived:
        rendition_queue.enqueue()
    if writer.wrote:
        indexing.enqueue_if_due()
    return log.report


class Chunk(NamedTuple):
    files: list[Changed]
    reading: ReadingTask


class Engine:
    """Walks through sources; while some chunks are being read, it writes the one before them."""

    def __init__(
        self,
        options: Options,
        log: OutcomeLog,
        batch: BatchRow,
        readers: Readers,
        writer: ChunkWriter,
    ) -> None:
        self.options, self.log, self.batch = options, log, batch
        self.readers, self.writer = readers, writer
        self.waiting: deque[Chunk] = deque()
        self.numbers = count(1)
        self.total = 0
        self.taken = 0  # files that are ours, in whatever state
        self.stopped = False

    def run(self, source: Source) -> None:
        """Import what can be read, also of a source that breaks off."""
        self.log.report.archive = source.name if source.archive else ""
        before = self.taken
        source.patience.stop = self.options.stop
        try:
            with source:
                survey = source.survey() or Survey.of(source)
                self.total += survey.total
                for found in self._found(source, survey):
                    self._take(found)
                    self._pause()
                    if self.stopped:
                        break
                if self.taken == before:
                    reason = source.why_nothing(survey.total)
                    self.log.report.reasons.append(f"{source.name}: {reason}")
        except Stopped:
            self.stopped = True
        except SourceError as error:
            self.log.report.add_broken_source(source, error)
        if not self.stopped:
            self.writer.write_orphans()
        while self.waiting and not self.stopped:
            self._write(self.waiting.popleft())
            self._pause()
        self.waiting.clear()

    def _found(self, source: Source, survey: PlacedFiles) -> Iterable[Found]:
        files, most = survey.placed(source), self.options.chunk
        recorder, numbers = self.log.recorder, self.numbers
        return ChangedFiles(files, recorder, most, survey.total, source.patience, numbers)

    def _take(self, found: Found) -> None:
        if found.changed or found.refused:  # nothing is written for what is as it was
            self.batch.begin()
        self.log.report.counts[FileResult.UNCHANGED] += found.unchanged
        self.taken += found.unchanged + len(found.changed) + len(found.refused)
        for place in found.ignored:
            self.log.ignore(place)
        for place, error in found.refused:
            self.log.refuse(place, error)
        articles = [file for file in found.changed if file.place.kind == FileKind.ARTICLE]
        self.readers.expect(len(articles))
        self.writer.write_others(found.changed)
        if articles:
            files, jobs = reading_jobs(articles)
            self.waiting.append(Chunk(files, self.readers.submit(jobs)))
        # One at a time: the readers are to have something left meanwhile.
        waiting = len(self.waiting)
        if waiting > AHEAD or (waiting > BEHIND and self.waiting[0].reading.done()):
            self._write(self.waiting.popleft())

    def _write(self, chunk: Chunk) -> None:
        self._read_meanwhile(chunk.reading)
        pairs: list[Pair] = []
        for file, reading in zip(chunk.files, chunk.reading.result(), strict=True):
            if reading.error:
                self.log.refuse(file.place, reading.error, file)
            else:
                pairs.append((file, reading))
        self.writer.write_articles(pairs)

    def _read_meanwhile(self, wanted: ReadingTask) -> None:
        """Read what no other process has begun with, as this one would be idle until `wanted` is
        read."""
        for task in (wanted, *(chunk.reading for chunk in self.waiting)):
            if not wanted.done(within=PATIENCE):
                task.read_here()

    def _pause(self) -> None:
        self.log.record()
        counts = self.log.report.counts
        self.options.progress(counts.total() - self.log.report.broken, self.total)
        self.stopped = self.stopped or self.options.stop()


class BatchRow:
    """The row of an import that has none yet: made before the first of its files is written, in a
    transaction of its own so that none of theirs takes it back, and gone if nothing came of them.
    """

    def __init__(self, log: OutcomeLog, options: Options, name: str) -> None:
        self.log, self.options, self.name = log, options, name

    def begin(self) -> None:
        if self.log.report.batch or self.options.dry_run:
            return
        self.log.report.batch = ImportBatch.objects.create(
            source=self.name,
            by=self.options.by,
            hold=self.options.hold,
            where=self.options.where,
            started_at=timezone.now(),
        )

    def end(self, *, anything: bool) -> None:
        report = self.log.report
        batch = report.batch
        if batch is None or batch is self.options.batch:
            return
        if not anything:
            batch.delete()
            report.batch = None
            return
        batch.state, batch.finished_at = BatchState.DONE, timezone.now()
        batch.digest = self.log.recorder.digest
        batch.problem = clip("; ".join(report.problems), MAX_PROBLEM)
        batch_counts.count_with(batch, report.counts)
        seconds = (batch.finished_at - batch.started_at).total_seconds()
        batch.counts["seconds"] = round(seconds)
        batch.save()


@contextmanager
def _bulk_work() -> Iterator[None]:
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
