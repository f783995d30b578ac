"""What is remembered of an import's files, one by one, besides what they changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from articles.ingest.changed import Changed
from articles.ingest.report import Outcome
from articles.ingest.sources.layout import Place
from articles.models import ImportBatch, ImportItem
from articles.rows import insert
from articles.seeds.values import SeedValues

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
)
MAX_PATH = 500


class FileOutcome(NamedTuple):
    """One file that is not as it was: what it is here and what came of it. `file` is None where its
    bytes could not be read, `article` the primary key of the article that it was written to,
    `values` what an article's file says."""

    place: Place
    outcome: Outcome
    file: Changed | None = None
    article: int | None = None
    values: SeedValues | None = None


class NullRecorder:
    """Is told of every file of an import; this one keeps no more than their digests."""

    def __init__(self) -> None:
        self._seen: list[str] = []

    @property
    def digest(self) -> str:
        """Of all paths and digests, in whatever order they came; empty if there were none."""
        whole = "\n".join(sorted(self._seen)).encode("utf-8", "replace")
        return blake2b(whole, digest_size=16).hexdigest() if whole else ""

    def seen(self, files: Iterable[tuple[str, str]]) -> None:
        """These files, paths with digests, have been read, changed or not; the digest is empty
        where one could not be."""
        self._seen += [f"{path}\0{digest}" for path, digest in files]

    def keep(self, batch: ImportBatch | None, kept: Sequence[FileOutcome]) -> None:
        """These are dealt with. Called in the transaction that writes what they change."""


class ItemRecorder(NullRecorder):
    """Lists the files with their batch, as soon as there is one: a batch that changes nothing
    leaves no trace. Files that are no articles are only counted."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[FileOutcome] = []

    def keep(self, batch: ImportBatch | None, kept: Sequence[FileOutcome]) -> None:
        listed = [one for one in kept if one.outcome.result != "ignored"]
        if batch is None:
            self.waiting += listed
            return
        listed = [*self.waiting, *listed]
        self.waiting = []
        insert(ImportItem, ITEM, (item_row(batch, one, applied=True) for one in listed))


def item_row(
    batch: ImportBatch, one: FileOutcome, *, applied: bool, data: bytes = b""
) -> tuple[object, ...]:
    """The row of one file in the order of ITEM."""
    outcome, digest = one.outcome, one.file.digest if one.file else ""
    return (
        batch.pk,
        one.place.path[:MAX_PATH],
        one.place.root[:MAX_PATH],
        one.place.kind.value,
        outcome.result,
        outcome.line,
        outcome.column,
        outcome.message,
        digest,
        one.article,
        batch.started_at if applied else None,
        data,
    )
