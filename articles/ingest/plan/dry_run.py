"""What a dry run says of files of one story: it writes nothing that the later ones could find."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from articles.actions.catalog import Topics
from articles.ingest.plan.classify import Change, comparable, comparable_title
from articles.seeds.kinds import AddressChoice, FileResult
from articles.seeds.values import EDITABLE, FOLLOWING


class Forecast(NamedTuple):
    """What would come of a file, and the path of its story's other file, "" for none."""

    result: FileResult
    other: str


@dataclass(slots=True, eq=False)
class Story:
    """A story as it would be by now: the file that it follows, its address, marks of its titles and
    a digest of what it says, so that memory stays flat."""

    path: str
    address: str
    titles: set[int]
    content: bytes


class DryRun:
    """Remembers the stories that the files so far would have made or changed."""

    def __init__(self, topics: Topics) -> None:
        self.topics = topics
        self.by_path: dict[str, Story] = {}
        self.by_article: dict[int, Story] = {}
        self.at_address: defaultdict[str, list[Story]] = defaultdict(list)
        self.digests: dict[str, str] = {}

    def look_ahead(self, change: Change) -> Forecast:
        """Return what would have come of the file had those before it been written."""
        file = change.file
        if self.digests.get(file.place.path) == file.digest:
            return Forecast(FileResult.UNCHANGED, "")
        story = self._story(change)
        if story:
            forecast = self._after(story, change)
        elif self._has_moved_on(change):
            forecast = Forecast(FileResult.NEW, "")
        else:
            forecast = as_it_is_here(change)
        written = forecast.result not in (FileResult.CLASH, FileResult.UNCHANGED)
        if written and (story or forecast.other or forecast.result is not FileResult.METRICS):
            self._remember(change, story)
        return forecast

    def _story(self, change: Change) -> Story | None:
        """Find the story that the file is about, as `classify` finds the article, if a file before
        would have made or changed it."""
        place, address, title = change.file.place, change.theirs.canonical_url, _mark(change)
        article = change.article.pk if change.article else change.pk
        followed, touched = self.by_path.get(place.path), self.by_article.get(article)
        if followed or place.address_choice == AddressChoice.OWN:
            return followed
        if article and not touched and change.result is not FileResult.CLASH:
            return None
        here = self.at_address.get(address, [])
        titled = next((story for story in here if title in story.titles), None)
        if titled or (touched and touched.address == address):
            return titled or touched
        return here[0] if here and (touched or not article) else None

    def _has_moved_on(self, change: Change) -> bool:
        """Return whether the article that the file would change has another address by now."""
        touched = self.by_article.get(change.article.pk) if change.article else None
        return touched is not None and touched.path != change.file.place.path

    def _after(self, story: Story, change: Change) -> Forecast:
        place = change.file.place
        other = story.path if story.path != place.path else ""
        if other and not place.address_choice and _mark(change) not in story.titles:
            return Forecast(FileResult.CLASH, other)
        if self._content(change) == story.content:
            return Forecast(FileResult.METRICS, other)
        conflict = change.result is FileResult.CONFLICT
        return Forecast(FileResult.CONFLICT if conflict else FileResult.CONTENT, other)

    def _remember(self, change: Change, story: Story | None) -> None:
        file, address = change.file, change.theirs.canonical_url
        self.digests[file.place.path] = file.digest
        kept = {hash(comparable_title(change.merge.merged.title))} if change.merge else set()
        fresh = (file.place.path, address, {_mark(change), *kept}, self._content(change))
        if story:
            self.by_path.pop(story.path, None)
            self.at_address[story.address].remove(story)
            story.path, story.address, story.titles, story.content = fresh
        else:
            story = Story(*fresh)
        self.by_path[story.path] = story
        self.at_address[address].append(story)
        if change.article:
            self.by_article.setdefault(change.article.pk, story)

    def _content(self, change: Change) -> bytes:
        values = comparable(change.theirs, self.topics)
        content = repr([getattr(values, name) for name in (*FOLLOWING, *EDITABLE)])
        return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def as_it_is_here(change: Change) -> Forecast:
    return Forecast(change.result, change.other_path)


def _mark(change: Change) -> int:
    return hash(comparable_title(change.theirs.title))
