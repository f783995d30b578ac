"""New stories that seem to be others under another address: a hint for people, never a decision.

Two stories seem to be one where any of these is so:
- their providers and their titles are the same,
- their titles are the same and their days are at most two apart,
- their addresses are the same but for AMP, mobile and tracking variants.
Titles are compared without case, punctuation and entities; short ones such as "Morning news" mean
nothing. Equal canonical URLs are another matter: there the file is read as an update.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b
from itertools import product
from typing import Any, NamedTuple

from django.db.models import QuerySet

from articles import search, weburls
from articles.ingest.recorder import FileOutcome
from articles.models import Article
from articles.seeds.kinds import FileResult
from articles.text import display_text
from articles.times import day_of

DAYS = 2
FEWEST_WORDS = 4
FEWEST_LETTERS = 8  # of a title in a script that puts no spaces between words
RAREST = 4  # words of a title that are looked for: long ones are rare ones
MOST = 1000  # stories here that a chunk of files is compared with

_VARIANT_HOST = re.compile(r"^https://(?:m|mobile|amp)\.(?=[^/]+\.)")
_CACHED = re.compile(r"^https://(?:[^/]+\.cdn\.ampproject\.org/[a-z]|google\.com/amp)/(?:s/)?")
_AMP_PATH = re.compile(r"^/amp(?=/)|/amp$|\.amp(?=\.html?$|$)")
_NOISE = re.compile(
    r"(?:amp|outputtype|output|ref|ref_src|referrer|source|src|cmp|ncid|smid|partner|spm|mkt_tok"
    r"|rss|guccounter|guce_\w+|_ga|_hs\w+|at_\w+)(?:=|$)",
    re.IGNORECASE,
)
_HOSTS, _ENDS = ("", "m.", "mobile.", "amp."), ("", "/amp")


class Story(NamedTuple):
    """What tells that two stories are one. `title` is its words, "" for a short one."""

    path: str
    title: str
    addresses: frozenset[str]
    provider: str
    day: int  # since year 1


class DuplicateFinder:
    """Remembers the new stories of one dry run by marks: a number and a path each, so that memory
    stays flat."""

    def __init__(self) -> None:
        self.paths: dict[int, str] = {}

    def find(self, outcomes: Sequence[FileOutcome]) -> list[str]:
        """Return for each file the path of the story that it seems to be, "" for none: an article's
        that is here already, else an earlier file's. Takes one query."""
        stories = [_story_of(one) for one in outcomes]
        here = {mark: found.path for found in _stories_here(stories) for mark in _marks(found)}
        return [self._find_one(story, here) if story else "" for story in stories]

    def _find_one(self, story: Story, here: dict[int, str]) -> str:
        sought = _marks(story, near=DAYS)
        found = (known.get(mark, "") for known in (here, self.paths) for mark in sought)
        other = next((path for path in found if path not in ("", story.path)), "")
        for mark in _marks(story):
            self.paths.setdefault(mark, story.path)
        return other


def title_words(title: str) -> str:
    """Return a title as it is compared: words with single spaces, "" if they are too few."""
    words = search.words(display_text(title))
    if search.UNSPACED.search(words):
        return words if len(words) >= FEWEST_LETTERS else ""
    return words if words.count(" ") >= FEWEST_WORDS - 1 else ""


def address(url: str) -> str:
    """Return the canonical URL without what AMP, mobile and tracking variants add; "" for a home
    page."""
    url = _CACHED.sub("https://", weburls.canonical(url)) if url.strip() else ""
    page, _, query = _VARIANT_HOST.sub("https://", url).replace("//www.", "//", 1).partition("?")
    host, _, path = page.removeprefix("https://").partition("/")
    path = _AMP_PATH.sub("", f"/{path}").rstrip("/")
    query = "&".join(pair for pair in query.split("&") if not _NOISE.match(pair))
    bare = f"{path}?{query}" if query else path
    return f"https://{host}{bare}" if bare else ""


def address_mark(url: str) -> str:
    """Return what all variants of an address have in common, of a length that an index likes."""
    return _digest(address(url) or url)


def title_mark(title: str) -> str:
    """Return what all spellings of a title have in common; "" for a short one."""
    return _digest(title_words(title))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest() if text else ""


def _story_of(one: FileOutcome) -> Story | None:
    values = one.values
    if values is None or one.outcome.result != FileResult.NEW:
        return None
    urls = (values.canonical_url, values.original_url, values.amp_url)
    day = day_of(values.published_at)
    return _story(one.place.path, values.title, urls, values.provider[0], day)


def _story(path: str, title: str, urls: Iterable[str], provider: str, day: date) -> Story:
    addresses = frozenset(map(address, {*urls} - {""})) - {""}
    return Story(path, title_words(title), addresses, provider, day.toordinal())


def _stories_here(stories: Iterable[Story | None]) -> list[Story]:
    new = [story for story in stories if story]
    rows = candidates(new)[:MOST] if new else ()
    return [_story(path, title, urls, provider, day) for path, title, *urls, provider, day in rows]


def candidates(stories: Sequence[Story]) -> QuerySet[Article, tuple[Any, ...]]:
    """Find articles that may be one of these: with the rarest words of a title, or at a variant of
    an address that can be told without looking."""
    words = [set(story.title.split()) for story in stories if story.title]
    titles = [sorted(different, key=len)[-RAREST:] for different in words]
    urls = {url for story in stories for one in story.addresses for url in _variants(one)}
    columns = ("path", "title", "canonical_url", "original_url", "amp_url", "provider__domain")
    articles = Article.objects.order_by().values_list(*columns, "day")
    titled = articles.filter(pk__in=search.holding(titles)) if titles else articles.none()
    # Not one condition: the database would look into the search index once more for each article.
    return titled.union(articles.filter(canonical_url__in=urls), all=True)


def _variants(url: str) -> Iterator[str]:
    page, mark, query = url.removeprefix("https://").partition("?")
    for host, end in product(_HOSTS, _ENDS):
        yield f"https://{host}{page}{end}{mark}{query}"


def _marks(story: Story, near: int = 0) -> list[int]:
    """Return what the story is found again by; with `near`, what one so many days away is."""
    days = range(story.day - near, story.day + near + 1)
    titled = [(story.title, beside) for beside in (story.provider, *days)] if story.title else []
    return [hash(mark) for mark in (*story.addresses, *titled)]
