"""Imports batches of seeds: finds what changed, reads it in processes, writes it in chunks.

The command line, the browser and the watcher are faces of this one engine.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import blake2b

from django.contrib.auth.models import User
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from articles.images import pending, store
from articles.models import ImportBatch, SeedFile, SeedKind
from articles.seeds.apply import apply
from articles.seeds.catalog import Pictures, Providers, Topics
from articles.seeds.errors import Note, SeedError
from articles.seeds.guard import Entry, SourceError, refuse_long
from articles.seeds.layout import Kind, Place, settled
from articles.seeds.merge import merge
from articles.seeds.parse import refuse_large
from articles.seeds.plan import Change, Changed, Pair, classify, comparable, kind_of
from articles.seeds.reading import Job, Readers, Reading
from articles.seeds.registry import REGISTRY, Registry
from articles.seeds.report import Report
from articles.seeds.session import Session
from articles.seeds.sources import Source
from articles.seeds.survey import Survey
from articles.seeds.values import Values
from articles.text import clip

CHUNK = 500  # articles a transaction: editors wait for one chunk at most
CHUNK_BYTES = 16_000_000  # pictures are large: memory stays flat
AHEAD = 4  # chunks that are being read while one is written
UNSTORABLE = (IntegrityError, DataError)


@dataclass
class Options:
    """`progress` is called with the number of files dealt with and the number of all."""

    by: User | None = None
    hold: bool = False
    dry_run: bool = False
    progress: Callable[[int, int], None] = lambda done, total: None


def import_seeds(sources: Sequence[Source], options: Options) -> Report:
    """Import every source; broken files are reported and never stop the others."""
    run = _Run(sources, options)
    with Readers() as readers:
        for source in sources:
            run.source(source, readers)
    run.finish()
    return run.report


@dataclass
class _Pending:
    """A chunk of articles that is being read."""

    files: list[Changed]
    readings: Future[list[Reading]]


class _Run:
    def __init__(self, sources: Sequence[Source], options: Options) -> None:
        self.name = ", ".join(source.name for source in sources)[:500]
        self.options = options
        self.report = Report()
        self.topics, self.providers, self.pictures = Topics(), Providers(), Pictures()
        self.registry = Registry(self.topics, self.providers, self.pictures)
        self.planned: dict[str, tuple[str, Values]] = {}  # by URL; only a dry run needs it
        self.session: Session | None = None
        self.queue: deque[_Pending] = deque()
        self.arrived: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        self.done = 0

    def source(self, source: Source, readers: Readers) -> None:
        """Import what can be read, also of a source that breaks off."""
        self.report.archive = source.name if source.archive else ""
        self.done = 0
        try:
            with source:
                survey = Survey.of(source)
                for chunk in _chunks(self._files(source, survey)):
                    self._chunk(chunk, readers)
                    self.options.progress(self.done, survey.total)
        except SourceError as error:
            self.report.give_up(source, error)
        while self.queue:
            self._articles(self.queue.popleft())
        for root, files in self.arrived.items():
            with transaction.atomic():
                self.pictures.match(root, files)
        self.arrived.clear()

    def finish(self) -> None:
        batch = self.report.batch
        if batch:
            batch.finished_at = timezone.now()
            batch.counts = dict(self.report.counts)
            batch.save()
        if self.pictures.arrived:
            pending.enqueue()

    def _files(self, source: Source, survey: Survey) -> Iterator[Changed]:
        """Read and hash what concerns us, entry by entry: a stream does not turn back."""
        for place, entry in survey.placed(source):
            self.done += 1
            if entry.problem:
                self.report.refuse(place.path, SeedError(entry.problem))
            elif place.kind == Kind.IGNORED:
                self.report.add(place.path, "ignored", "not an article")
            elif file := self._read(place, entry):
                yield file

    def _read(self, place: Place, entry: Entry) -> Changed | None:
        try:
            refuse_long(place.path)
            data = entry.read()
            if place.kind != Kind.PICTURE:
                refuse_large(data)
        except SeedError as error:
            self.report.refuse(place.path, error)
            return None
        return Changed(settled(place, data), data, blake2b(data, digest_size=16).hexdigest())

    def _chunk(self, chunk: list[Changed], readers: Readers) -> None:
        """Deal with everything but articles; have the articles that changed read."""
        changed = self._changed(chunk)
        pictures = [file for file in changed if file.place.kind == Kind.PICTURE]
        registry = [file for file in changed if file.place.kind in REGISTRY]
        if pictures or registry:
            with transaction.atomic():
                self._registry_files(registry)
                self._picture_files(pictures)
        articles = [file for file in changed if file.place.kind == Kind.ARTICLE]
        if articles:
            files, jobs = _jobs(articles)
            self.queue.append(_Pending(files, readers.submit(jobs)))
        while len(self.queue) > AHEAD:
            self._articles(self.queue.popleft())

    def _changed(self, files: list[Changed]) -> list[Changed]:
        """What is as it was at the last import goes no further."""
        known = _digests([file.place.path for file in files])
        seen = [file._replace(seen=known.get(file.place.path, "")) for file in files]
        changed = [file for file in seen if file.seen != file.digest]
        self.report.counts["unchanged"] += len(files) - len(changed)
        return changed

    def _registry_files(self, files: Iterable[Changed]) -> None:
        for file in files:
            path, bring_in = file.place.path, REGISTRY[file.place.kind]
            try:
                with transaction.atomic():
                    kind, kept = bring_in(self.registry, file, self._batch)
            except SeedError as error:
                self._undone(path, error)
            except UNSTORABLE as error:
                self._undone(path, _unstorable(error))
            else:
                self.report.add(path, kind, f"ours kept for {', '.join(kept)}" if kept else "")
        self.registry.finish()

    def _undone(self, path: str, error: SeedError) -> None:
        self.report.refuse(path, error)
        self._forget()

    def _forget(self) -> None:
        """What the database has rolled back must not live on here."""
        self.registry.forget()
        batch = self.report.batch
        if batch and not ImportBatch.objects.filter(pk=batch.pk).exists():
            self.report.batch = self.session = None

    def _picture_files(self, files: list[Changed]) -> None:
        known = _digests([file.place.path for file in files])
        for file in files:
            self.report.add(file.place.path, "content" if file.place.path in known else "new")
        batch = self._batch() if files else None
        if batch:
            for file in files:
                store.keep(file.data)
                before = known.get(file.place.path, "")
                self.arrived[file.place.root][file.place.path] = before, file.digest
            _keep_pictures(files, batch)

    def _articles(self, waiting: _Pending) -> None:
        pairs = []
        for file, reading in zip(waiting.files, waiting.readings.result(), strict=True):
            if reading.error:
                self.report.refuse(file.place.path, reading.error)
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
                changes, later = self._apply(pairs)
        except UNSTORABLE as error:
            if len(pairs) == 1:
                self._undone(pairs[0][0].place.path, _unstorable(error))
                return []
            self._forget()
            for pair in pairs:
                self._write([pair])
            return []
        self.report.counts["unchanged"] += len(pairs) - len(changes) - len(later)
        for change in changes:
            self._report(change)
        return later

    def _apply(self, pairs: list[Pair]) -> tuple[list[Change], list[Pair]]:
        """Leaves out what another import has brought in since these files were compared."""
        known = _digests([file.place.path for file, _ in pairs])
        pairs = [pair for pair in pairs if known.get(pair[0].place.path) != pair[0].digest]
        changes, later = classify(pairs, self.topics, known, hold=self.options.hold)
        session = self._session() if changes else None
        if session:
            apply(session, changes)
        return changes, later

    def _report(self, change: Change) -> None:
        path, said = change.file.place.path, _said(change.reading.notes)
        kind, other = self._foreseen(change) if self.options.dry_run else (change.kind, "")
        other = other or change.renamed_from
        if other:
            said.insert(0, f"same story as {other}: read as an update of it")
        if change.merge.conflicts:
            said.insert(0, f"ours kept for {', '.join(change.merge.conflicts)}: an editor picks")
        self.report.add(path, kind, "; ".join(said))
        self.report.unknown.update(change.theirs["extra"].keys())

    def _foreseen(self, change: Change) -> tuple[str, str]:
        """The class, and the path of the story's other file, had this dry run written anything."""
        if change.kind != "new":
            return change.kind, ""
        url = change.theirs["canonical_url"]
        path, base = self.planned.get(url, ("", {}))
        self.planned[url] = change.file.place.path, change.theirs
        if not path:
            return "new", ""
        before = comparable(base, self.topics)
        result = merge(before, comparable(change.theirs, self.topics), before)
        return kind_of(base, change.theirs, result), path

    def _batch(self) -> ImportBatch | None:
        """Made with the first thing that is written: a batch that changes nothing leaves none."""
        if self.options.dry_run:
            return None
        if self.report.batch is None:
            self.report.batch = ImportBatch.objects.create(
                source=self.name,
                by=self.options.by,
                hold=self.options.hold,
                started_at=timezone.now(),
            )
        return self.report.batch

    def _session(self) -> Session | None:
        batch = self._batch()
        if batch and self.session is None:
            self.session = Session(
                batch,
                self.options.by,
                self.options.hold,
                self.topics,
                self.providers,
                self.pictures,
            )
        return self.session


def _chunks(files: Iterable[Changed]) -> Iterator[list[Changed]]:
    """At most CHUNK files, of hardly more than CHUNK_BYTES, at a time; those before the place where
    the source breaks off, too."""
    chunk: list[Changed] = []
    size = 0
    try:
        for file in files:
            chunk.append(file)
            size += len(file.data)
            if len(chunk) == CHUNK or size > CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
    except SourceError:
        yield chunk
        raise
    yield chunk


def _digests(paths: list[str]) -> dict[str, str]:
    return dict(SeedFile.objects.filter(path__in=paths).values_list("path", "digest"))


def _jobs(files: list[Changed]) -> tuple[list[Changed], list[Job]]:
    """The files with the digests of their bases, and what is to be read for each."""
    paths = [file.place.path for file in files if file.seen]
    found = SeedFile.objects.filter(path__in=paths).values_list("path", "digest", "text")
    bases = {path: (digest, text) for path, digest, text in found}
    known = [bases.get(file.place.path, ("", None)) for file in files]
    return (
        [file._replace(seen=digest) for file, (digest, _) in zip(files, known, strict=True)],
        [Job(file.data, text) for file, (_, text) in zip(files, known, strict=True)],
    )


def _unstorable(error: Exception) -> SeedError:
    return SeedError(f"could not be stored: {clip(str(error), 200)}")


def _said(notes: Sequence[Note]) -> list[str]:
    return [f"line {note.line}: {note.message}" for note in notes]


def _keep_pictures(files: list[Changed], batch: ImportBatch) -> None:
    SeedFile.objects.bulk_create(
        (
            SeedFile(path=file.place.path, kind=SeedKind.PICTURE, digest=file.digest, batch=batch)
            for file in files
        ),
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["digest", "batch"],
    )
