"""What a dry run says of files of one story: it writes nothing that the later ones could find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from typing import NamedTuple

from articles.actions.catalog import Topics
from articles.ingest.plan.classify import (
    Change,
    comparable,
    comparable_title,
    has_title,
    merged_change,
)
from articles.ingest.plan.identity import clashes, former_path, story_of
from articles.models import Article
from articles.seeds.kinds import FileResult
from articles.seeds.values import EDITABLE, FOLLOWING

FIRST_NEW = 1 << 62


class Forecast(NamedTuple):
    """What would come of a file, and the path of its story's other file, "" for none."""

    result: FileResult
    other: str


@dataclass(slots=True)
class Story:
    """A story as it would be by now: the file that it follows and its address. One that a file has
    made or changed has marks of its titles and a digest of what it says, so that memory stays flat;
    of another, `article` tells them. `number` is the article's key; new ones follow those here."""

    number: int
    path: str = field(compare=False)
    canonical_url: str = field(compare=False)
    article: Article | None = field(default=None, compare=False)
    titles: Collection[int] = field(default=(), compare=False)
    content: bytes = field(default=b"", compare=False)


class DryRun:
    """Remembers the stories that the files so far would have made or changed."""

    def __init__(self, topics: Topics, *, hold: bool) -> None:
        self.topics, self.hold = topics, hold
        self.by_file: dict[str, Story] = {}
        self.by_article: dict[int, Story] = {}
        self.former_paths: dict[int, str] = {}  # of articles here, by key
        self.at_address: defaultdict[str, list[Story]] = defaultdict(list)
        self.digests: dict[str, str] = {}
        self.numbers = count(FIRST_NEW)

    def look_ahead(self, change: Change) -> Forecast:
        """Return what would have come of the file had those before it been written."""
        file = change.file
        if self.digests.get(file.place.path) == file.digest:
            return Forecast(FileResult.UNCHANGED, "")
        if change.pk and not change.article and not self._is_touched(change):
            return as_it_is_here(change)  # routine
        known, address = self._known(change), change.theirs.canonical_url

        def titled(story: Story) -> bool:
            return _has_title(story, change)

        story = story_of(file.place, address, known, self._here(change, known), titled)
        if story is None:
            merged, forecast = change, Forecast(FileResult.NEW, "")
        elif clashes(file.place, address, story, titled):
            return Forecast(FileResult.CLASH, story.path)
        else:
            merged = self._merged(change, story)
            forecast = self._after(story, merged)
        if known and known != story and known.path == file.place.path:
            self._give_up_path(known)
        touched = story is None or not story.article or forecast.other
        if touched or forecast.result not in (FileResult.UNCHANGED, FileResult.METRICS):
            self._remember(merged, story)
        return forecast

    def _is_touched(self, change: Change) -> bool:
        return change.pk in self.by_article or change.file.place.path in self.by_file

    def _known(self, change: Change) -> Story | None:
        """Find the story of the file at its last import, be it one of this run."""
        path = change.file.place.path
        if path in self.by_file:
            return self.by_file[path]
        if change.pk and not change.article:
            return self.by_article.get(change.pk)
        return self._story(change.known) if change.known else None

    def _here(self, change: Change, known: Story | None) -> list[Story]:
        """Find the stories at its address, in the order in which they came to be here."""
        address = change.theirs.canonical_url
        stories = [known] if known else []
        stories += [self._story(article) for article in change.here]
        stories += self.at_address.get(address, ())
        here = {story.number: story for story in stories if story.canonical_url == address}
        return [here[number] for number in sorted(here)]

    def _story(self, article: Article) -> Story:
        path = self.former_paths.get(article.pk, article.path)
        untouched = Story(article.pk, path, article.canonical_url, article)
        return self.by_article.get(article.pk, untouched)

    def _merged(self, change: Change, story: Story) -> Change:
        """Return the change with the merge that would be made: it may be about another article than
        without the files before."""
        article = story.article
        if article is None or (change.merge and change.article == article):
            return change
        return merged_change(change.file, change.reading, article, self.topics, hold=self.hold)

    def _after(self, story: Story, change: Change) -> Forecast:
        other = story.path if story.path != change.file.place.path else ""
        if story.article:
            return Forecast(change.result, other)
        if self._content(change) == story.content:
            return Forecast(FileResult.METRICS, other)
        conflict = change.result is FileResult.CONFLICT
        return Forecast(FileResult.CONFLICT if conflict else FileResult.CONTENT, other)

    def _give_up_path(self, story: Story) -> None:
        path = former_path(story.path, story.number)
        if story.article:
            self.former_paths[story.number] = path
        else:
            story.path = path

    def _remember(self, change: Change, story: Story | None) -> None:
        file, address = change.file, change.theirs.canonical_url
        self.digests[file.place.path] = file.digest
        if story is None:
            story = Story(next(self.numbers), file.place.path, address)
        elif story.article:
            story.article, self.by_article[story.number] = None, story
        else:
            self.at_address[story.canonical_url].remove(story)
        story.path, story.canonical_url = file.place.path, address
        story.titles, story.content = frozenset(_marks(change)), self._content(change)
        self.by_file[story.path] = story
        self.at_address[address].append(story)

    def _content(self, change: Change) -> bytes:
        values = comparable(change.theirs, self.topics)
        content = repr([getattr(values, name) for name in (*FOLLOWING, *EDITABLE)])
        return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def as_it_is_here(change: Change) -> Forecast:
    return Forecast(change.result, change.other_path)


def _has_title(story: Story, change: Change) -> bool:
    if story.article:
        return has_title(story.article, change.file, change.reading)
    return _mark(change.theirs.title) in story.titles


def _marks(change: Change) -> Iterator[int]:
    yield _mark(change.theirs.title)
    if change.merge:
        yield _mark(change.merge.merged.title)


def _mark(title: str) -> int:
    return hash(comparable_title(title))
