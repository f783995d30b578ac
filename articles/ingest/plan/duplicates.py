"""New stories that seem to be others under another address: a hint for people, never a decision.

The rule is the desk's (`articles.judgement.duplicates.rule`). Files of one import are compared by
addresses and titles alone: of other words the desk tells once they are in. Equal canonical URLs are
another matter: there the file is read as an update.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from django.db.models import QuerySet

from articles import search
from articles.ingest.recorder import FileOutcome
from articles.judgement.duplicates.addresses import address, addresses_of, variants
from articles.judgement.duplicates.candidates import alike, copies_of
from articles.judgement.duplicates.rule import NEAR, SAME_PROVIDER, Copy, same_story
from articles.judgement.duplicates.titles import bare, title_words
from articles.models import Article
from articles.seeds.kinds import FileResult
from articles.times import day_of

RAREST = 4  # words of a title that are looked for: long ones are rare ones
MOST = 1000  # stories here that a chunk of files is compared with by addresses and titles

Here = tuple[int, Copy]  # an article's key, and the article


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


def candidates(stories: Sequence[Copy]) -> QuerySet[Article, int]:
    """Find the keys of articles that may be one of these: with the rarest words of a title, or at a
    variant of an address that can be told without looking."""
    titles = [words for story in stories if (words := _rarest(story))]
    urls = {url for story in stories for one in story.addresses for url in variants(one)}
    articles = Article.objects.order_by().values_list("pk", flat=True)
    titled = articles.filter(pk__in=search.holding(titles)) if titles else articles.none()
    # Not one condition: the database would look into the search index once more for each article.
    return titled.union(articles.filter(canonical_url__in=urls), all=True)


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
    if not stories:
        return []
    by_mark = _by_mark(stories)
    keys = [
        _first(
            [*chain.from_iterable(by_mark.get(mark, ()) for mark in _marks(story)), *near], story
        )
        for story, near in zip(stories, alike(stories), strict=True)
    ]
    found = set(filter(None, keys))
    paths = dict(Article.objects.filter(pk__in=found).values_list("pk", "path")) if found else {}
    return [paths.get(key, "") for key in keys]


def _first(candidates: Iterable[Here], story: Copy) -> int:
    return next((key for key, other in candidates if same_story(story, other)), 0)


def _by_mark(stories: Sequence[Copy]) -> Mapping[str, list[Here]]:
    found = defaultdict[str, list[Here]](list)
    for key, other in copies_of(list(candidates(stories)[:MOST])).items():
        for mark in _marks(other):
            found[mark].append((key, other))
    return found


def _marks(story: Copy) -> list[str]:
    return [*story.addresses, *filter(None, [story.title_words])]


def _rarest(story: Copy) -> list[str]:
    words = set(search.words(bare(story.title)).split()) if story.title_words else set[str]()
    return sorted(words, key=len)[-RAREST:]


def _day(story: Copy) -> int:
    return day_of(story.published_at).toordinal()
