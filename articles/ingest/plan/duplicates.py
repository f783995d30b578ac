"""New stories that seem to be others under another address: a hint for people, never a decision.

The rule is the desk's (`articles.judgement.duplicates.rule`). Files of one import are compared by
addresses and titles alone: of other words the desk tells once they are in. Equal canonical URLs are
another matter: there the file is read as an update.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from articles.ingest.recorder import FileOutcome
from articles.judgement.duplicates import candidates
from articles.judgement.duplicates.addresses import address, addresses_of
from articles.judgement.duplicates.rule import NEAR, SAME_PROVIDER, Copy, same_story
from articles.judgement.duplicates.titles import title_words
from articles.models import Article
from articles.seeds.kinds import FileResult
from articles.times import day_of


class Titled(NamedTuple):
    path: str
    day: int  # since year 1


class DuplicateFinder:
    """Remembers the new stories of one dry run by hashes, so that memory stays flat."""

    def __init__(self) -> None:
        self.at_address: dict[int, str] = {}
        self.titled: dict[int, Titled] = {}

    def find(self, outcomes: Sequence[FileOutcome]) -> list[str]:
        """Return for each file the path of the story that it seems to be, "" for none: an article's
        that is here already, else an earlier file's. Takes a few queries, for any number."""
        new = {place: story for place, one in enumerate(outcomes) if (story := _story_of(one))}
        here = dict(zip(new, _paths_here(list(new.values())), strict=True))
        others = [""] * len(outcomes)
        for place, story in new.items():
            own = outcomes[place].place.path
            paths = (here[place], self._earlier_path(story))
            others[place] = next((path for path in paths if path not in ("", own)), "")
            self._remember(story, own)
        return others

    def _earlier_path(self, story: Copy) -> str:
        at_address = filter(None, (self.at_address.get(hash(one)) for one in story.addresses))
        if path := next(at_address, ""):
            return path
        title, day = story.title_words, _day(story)
        if not title:
            return ""
        last = self.titled.get(hash((title, story.provider)))
        if last and abs(last.day - day) <= SAME_PROVIDER.days:
            return last.path
        days = range(day - NEAR.days, day + NEAR.days + 1)
        near = (self.titled.get(hash((title, one))) for one in days)
        return next((titled.path for titled in near if titled), "")

    def _remember(self, story: Copy, path: str) -> None:
        for one in story.addresses:
            self.at_address.setdefault(hash(one), path)
        if title := story.title_words:
            titled = Titled(path, _day(story))
            self.titled.setdefault(hash((title, titled.day)), titled)
            self.titled[hash((title, story.provider))] = titled


def address_mark(url: str) -> str:
    """Return what all variants of an address have in common, of a length that an index likes."""
    return _digest(address(url) or url)


def title_mark(title: str) -> str:
    """Return what all spellings of a title have in common; "" for a short one."""
    return _digest(title_words(title))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest() if text else ""


def _story_of(one: FileOutcome) -> Copy | None:
    values = one.values
    if values is None or one.outcome.result != FileResult.NEW:
        return None
    addresses = addresses_of(values.canonical_url, values.original_url, values.amp_url)
    domain = values.provider[0]
    return Copy(values.title, values.excerpt, domain, addresses, values.published_at)


def _paths_here(stories: Sequence[Copy]) -> list[str]:
    """Return for each the path of the article that it seems to be, "" for none."""
    pairs = zip(stories, candidates.near(stories), strict=True)
    keys = [
        next((key for key, other in here if same_story(story, other)), 0) for story, here in pairs
    ]
    found = set(filter(None, keys))
    paths = dict(Article.objects.filter(pk__in=found).values_list("pk", "path")) if found else {}
    return [paths.get(key, "") for key in keys]


def _day(story: Copy) -> int:
    return day_of(story.published_at).toordinal()
