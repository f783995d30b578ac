"""What is remembered of an import's files, one by one, beside what they change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from django.db import transaction

from articles.ingest.changed import Changed
from articles.ingest.report import Outcome, Report
from articles.ingest.sources.layout import Place
from articles.ingest.sources.limits import MAX_PATH
from articles.models import ImportBatch, ImportItem, State
from articles.rows import insert
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileResult
from articles.seeds.values import SeedValues
from articles.times import is_ahead

ITEM = (
    "batch_id",
    "path",
    "root",
    "kind",
    "result",
    "line",
    "column",
    "message",
    "digest",
    "article_id",
    "applied_at",
    "data",
    "same_address_as",
    "title",
    "state",
    "follows",
    "position",
)
# Beside the states of articles: it waits for its time; readers get to see one that was here before,
# or see it no more.
AHEAD, COMES, LEAVES = "ahead", "comes", "leaves"


class FileOutcome(NamedTuple):
    """One file that is not as it was: what it is here and what came of it. `file` is None where its
    bytes could not be read, `article` the primary key of the article that it was written to,
    `values` what an article's file says, `same_address_as` the path of the story with which it
    clashes, `follows` that of the file before it in the batch that holds the same story, `move`
    what readers notice of an article that was here before."""

    place: Place
    outcome: Outcome
    file: Changed | None = None
    article: int | None = None
    values: SeedValues | None = None
    same_address_as: str = ""
    follows: str = ""
    move: str = ""

    @property
    def title(self) -> str:
        return self.values.title if self.values else ""

    @property
    def state(self) -> str:
        """Return the state that it says, "ahead" if it is to be public when its time has come,
        unless there is more to say."""
        if self.move or not self.values:
            return self.move
        hidden = self.values.state == State.UNPUBLISHED
        return AHEAD if is_ahead(self.values.published_at) and not hidden else self.values.state


class NullRecorder:
    """Is told of every file of an import, and remembers no more than their digests."""

    def __init__(self) -> None:
        self._read: list[str] = []

    @property
    def digest(self) -> str:
        """Return that of all paths and digests, in whatever order they came; "" if there were
        none."""
        whole = "\n".join(sorted(self._read)).encode("utf-8", "replace")
        return blake2b(whole, digest_size=16).hexdigest() if whole else ""

    def note_read(self, files: Iterable[tuple[str, str]]) -> None:
        self._read += [f"{path}\0{digest}" for path, digest in files]

    def has_read(self, path: str) -> bool:
        return any(read.startswith(f"{path}\0") for read in self._read)

    def record(self, batch: ImportBatch | None, outcomes: Sequence[FileOutcome]) -> None:
        """Remember what came of files. Called in the transaction that writes what they change."""


class ItemRecorder(NullRecorder):
    def record(self, batch: ImportBatch | None, outcomes: Sequence[FileOutcome]) -> None:
        listed = [one for one in outcomes if one.outcome.result != FileResult.IGNORED]
        if listed:
            assert batch is not None
            insert(ImportItem, ITEM, (item_row(batch, one, applied=True) for one in listed))


class OutcomeLog:
    """Reports what comes of files, and hands it to the recorder with the next transaction."""

    def __init__(self, report: Report, recorder: NullRecorder) -> None:
        self.report, self.recorder = report, recorder
        self.unrecorded: list[FileOutcome] = []

    @property
    def batch(self) -> ImportBatch | None:
        return self.report.batch

    def add(self, file: Changed, result: FileResult, message: str = "") -> None:
        outcome = self.report.outcome(file.place.path, result, message)
        self._add(FileOutcome(file.place, outcome, file))

    def ignore(self, place: Place) -> None:
        outcome = self.report.outcome(place.path, FileResult.IGNORED, "not an article")
        self._add(FileOutcome(place, outcome))

    def refuse(self, place: Place, error: SeedError, file: Changed | None = None) -> None:
        self._add(FileOutcome(place, self.report.refusal(place.path, error), file))

    def record(self) -> None:
        if self.unrecorded:
            with transaction.atomic():
                self.recorder.record(self.batch, self.unrecorded)
            self.unrecorded = []

    def _add(self, one: FileOutcome) -> None:
        self.report.add(one.outcome)
        self.unrecorded.append(one)


def item_row(
    batch: ImportBatch, one: FileOutcome, *, applied: bool, data: bytes = b""
) -> tuple[object, ...]:
    outcome, digest = one.outcome, one.file.digest if one.file else ""
    if one.same_address_as and one.file:  # somebody may decide on it later
        applied, data = False, one.file.data
    return (
        batch.pk,
        one.place.path[:MAX_PATH],
        one.place.root[:MAX_PATH],
        one.place.kind.value,
        outcome.result.value,
        outcome.line,
        outcome.column,
        outcome.message,
        digest,
        one.article,
        batch.started_at if applied else None,
        data,
        one.same_address_as,
        one.title,
        one.state,
        one.follows,
        one.file.number if one.file else 0,
    )
