"""What a preview notes of a file, beside what would come of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from articles.actions.catalog import Topics
from articles.imports import mends
from articles.ingest.plan.duplicates import DuplicateFinder, address_mark, title_mark
from articles.ingest.recorder import FileOutcome
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind, FileResult
from articles.seeds.parse import parse_topic

MAX_TOPICS = 500  # characters of their names: five topics at least


class FileNotes(NamedTuple):
    """Columns of an item, as `ImportItem` explains them."""

    duplicate_of: str
    address_mark: str
    title_mark: str
    new_topics: str
    mend: str


class NoteTaker:
    """Knows the files before, of one run."""

    def __init__(self) -> None:
        self.duplicates = DuplicateFinder()
        self.topics = Topics()

    def notes(self, outcomes: Sequence[FileOutcome]) -> list[FileNotes]:
        others = self.duplicates.find(outcomes)
        return [self._notes(one, other) for one, other in zip(outcomes, others, strict=True)]

    def _notes(self, one: FileOutcome, duplicate_of: str) -> FileNotes:
        address = address_mark(one.values.canonical_url) if one.values else ""
        title = title_mark(one.title)
        return FileNotes(duplicate_of, address, title, self._new_topics(one), mend_of(one))

    def _new_topics(self, one: FileOutcome) -> str:
        new = ""
        for name in dict.fromkeys(_topics_named_in(one)):
            longer = f"{new}\n{name}" if new else name
            if len(longer) <= MAX_TOPICS and self.topics.find(name) is None:
                new = longer
        return new


def _topics_named_in(one: FileOutcome) -> Iterable[str]:
    if one.values:
        return one.values.topics
    return _of_topic_file(one) if one.place.kind == FileKind.TOPIC and one.file else ()


def _of_topic_file(one: FileOutcome) -> Iterator[str]:
    """Yield the topic that it makes, and the one above: a file that changes one may rename it."""
    assert one.file
    try:
        document = parse_topic(one.file.data)
    except SeedError:
        return  # an error of its own
    if one.outcome.result == FileResult.NEW:
        yield document.name
    if document.parent:
        yield document.parent


def mend_of(one: FileOutcome) -> str:
    if one.outcome.result != FileResult.ERROR or not one.file:
        return ""
    return mends.name_for(one.file.data, one.place.kind, one.outcome.message)
