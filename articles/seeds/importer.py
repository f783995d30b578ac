"""Imports batches of seeds: finds what changed, reads it in processes, writes it in chunks.

The command line, the browser and the watcher are faces of this one engine.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.images import pending, store
from articles.models import ImportBatch, SeedFile, SeedKind
from articles.seeds.apply import apply
from articles.seeds.catalog import Pictures, Providers, Topics
from articles.seeds.errors import Note, SeedError
from articles.seeds.layout import ORDER, Kind, Layout, Place
from articles.seeds.plan import Change, Changed, classify
from articles.seeds.reading import Job, Readers, Reading
from articles.seeds.registry import REGISTRY, Registry
from articles.seeds.session import Session
from articles.seeds.sources import Entry, Source, SourceError, refuse_long

CHUNK = 250  # articles a transaction: editors wait for one chunk at most
AHEAD = 4  # chunks that are being read while one is written
CLASSES = ("new", "unchanged", "metrics", "content", "conflict", "error", "ignored")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Outcome:
    """One line of the report; line and column are 1-based where they are known."""

    path: str
    result: str
    line: int | None = None
    column: int | None = None
    message: str = ""


@dataclass
class Report:
    """What an import did, or with `dry_run` would do. `broken` are sources that could not be read
    to their end; `unknown` counts keys that are kept but mean nothing here."""

    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(CLASSES, 0)))
    files: list[Outcome] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    batch: ImportBatch | None = None

    def add(self, path: str, result: str, message: str = "") -> None:
        self.counts[result] += 1
        if result != "unchanged":
            self.files.append(Outcome(path, result, message=message))

    def refuse(self, path: str, error: SeedError) -> None:
        self.counts["error"] += 1
        self.files.append(Outcome(path, "error", error.line, error.column, error.message))


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
            try:
                with source:
                    run.source(source, readers)
            except SourceError as error:
                run.report.broken.append(str(error))
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
        self.new_urls: dict[str, str] = {}  # only a dry run needs it: nothing is written
        self.session: Session | None = None
        self.queue: deque[_Pending] = deque()
        self.arrived: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.done = 0

    def source(self, source: Source, readers: Readers) -> None:
        names = source.names()
        layout, total = Layout.of(names), len(names)
        for chunk in _chunks(_placed(layout, source), CHUNK):
            articles = self._chunk(chunk)
            if articles:
                self.queue.append(_Pending(articles, readers.submit(_jobs(articles))))
            while len(self.queue) > AHEAD:
                self._articles(self.queue.popleft())
            self.done += len(chunk)
            self.options.progress(self.done, total)
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

    def _chunk(self, chunk: list[tuple[Place, Entry]]) -> list[Changed]:
        """Deal with everything but articles; return the articles that changed."""
        changed = self._changed(chunk)
        pictures = [file for file in changed if file.place.kind == Kind.PICTURE]
        registry = [file for file in changed if file.place.kind in REGISTRY]
        if pictures or registry:
            with transaction.atomic():
                self._registry_files(registry)
                self._picture_files(pictures)
        return [file for file in changed if file.place.kind == Kind.ARTICLE]

    def _changed(self, chunk: list[tuple[Place, Entry]]) -> list[Changed]:
        """Read and hash; what is as it was at the last import goes no further."""
        known = _digests([place.path for place, _ in chunk])
        changed = []
        for place, entry in chunk:
            seen = known.get(place.path)
            if place.kind == Kind.IGNORED:
                if seen is None:
                    self.report.add(place.path, "ignored", "not an article")
                    continue
                place = Place(Kind.ARTICLE, place.path)  # from a heap of seeds, now beside a site
            file = self._read(place, entry)
            if file and file.digest != seen:
                changed.append(file)
            elif file:
                self.report.counts["unchanged"] += 1
        return changed

    def _read(self, place: Place, entry: Entry) -> Changed | None:
        try:
            refuse_long(place.path)
            data = entry.read()
        except SeedError as error:
            self.report.refuse(place.path, error)
            return None
        return Changed(place, data, blake2b(data, digest_size=16).hexdigest())

    def _registry_files(self, files: Iterable[Changed]) -> None:
        for file in files:
            bring_in = REGISTRY[file.place.kind]
            try:
                with transaction.atomic():
                    self.report.add(file.place.path, bring_in(self.registry, file, self._batch()))
            except SeedError as error:
                self.report.refuse(file.place.path, error)
        self.registry.finish()

    def _picture_files(self, files: list[Changed]) -> None:
        paths = [file.place.path for file in files]
        known = set(SeedFile.objects.filter(path__in=paths).values_list("path", flat=True))
        for path in paths:
            self.report.add(path, "content" if path in known else "new")
        batch = self._batch() if files else None
        if batch:
            for file in files:
                store.keep(file.data)
                self.arrived[file.place.root][file.place.path] = file.digest
            _keep_pictures(files, batch)

    def _articles(self, waiting: _Pending) -> None:
        pairs = []
        for file, reading in zip(waiting.files, waiting.readings.result(), strict=True):
            if reading.error:
                self.report.refuse(file.place.path, reading.error)
            else:
                pairs.append((file, reading))
        while pairs:
            with transaction.atomic():
                changes, pairs = self._classify(pairs)
                session = self._session()
                if session:
                    apply(session, changes)
            for change in changes:
                self._report(change)
        self.pictures.forget()

    def _classify(
        self, pairs: list[tuple[Changed, Reading]]
    ) -> tuple[list[Change], list[tuple[Changed, Reading]]]:
        if not self.options.dry_run:
            self.topics.ensure(
                name for _, reading in pairs if reading.values for name in reading.values["topics"]
            )
        return classify(pairs, self.topics, hold=self.options.hold)

    def _report(self, change: Change) -> None:
        path, said = change.file.place.path, _said(change.reading.notes)
        kind, other = change.kind, change.renamed_from
        if kind == "new" and self.options.dry_run:
            other = self.new_urls.setdefault(change.theirs["canonical_url"], path)
            other = "" if other == path else other
            kind = "content" if other else kind
        if other:
            said.insert(0, f"same story as {other}: read as an update of it")
        if change.merge.conflicts:
            said.insert(0, f"ours kept for {', '.join(change.merge.conflicts)}: an editor picks")
        self.report.add(path, kind, "; ".join(said))
        self.report.unknown.update(change.theirs["extra"])

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


def _placed(layout: Layout, source: Source) -> Iterable[tuple[Place, Entry]]:
    """Topics, providers and pictures before articles where the source can be read in any order;
    where it cannot, articles make what they mention, and its file completes it later."""
    placed = ((layout.place(entry.name), entry) for entry in source.entries())
    if source.streamed:
        return placed
    return sorted(placed, key=lambda pair: ORDER[pair[0].kind])


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _digests(paths: list[str]) -> dict[str, str]:
    return dict(SeedFile.objects.filter(path__in=paths).values_list("path", "digest"))


def _jobs(files: list[Changed]) -> list[Job]:
    paths = [file.place.path for file in files]
    bases = dict(SeedFile.objects.filter(path__in=paths).values_list("path", "text"))
    return [Job(file.data, bases.get(file.place.path)) for file in files]


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
