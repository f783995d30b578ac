"""Pairs of articles that seem to be the same story, side by side.

The list is as it was when somebody entered it: pairs that were settled since stay in their place,
and pairs found since wait until they ask. The moment stands in the list's address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import NamedTuple

from django.contrib.auth.models import User
from django.utils import timezone

from articles import paging
from articles.desk.conflicts.side_by_side import marked
from articles.desk.duplicates.settled import Settled, settled
from articles.desk.queue.rows import Row, rows
from articles.history.differences import Span
from articles.judgement.suggestion import apart
from articles.models import Duplicate
from articles.paging import LARGEST
from articles.text import clip

PAGE_SIZE = 20
LASTS = timedelta(hours=12)
MOST = 1000  # settled since, that stay where they were
EXCERPT = 1200  # letters of it that are compared
ORDER = ("-id",)


class Moment(NamedTuple):
    """When somebody entered the list, and the key of the newest pair of that time."""

    at: datetime
    pair: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.pair}"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two; the spans of title, excerpt and topics that differ are marked. `effect` is
    what readers see once it is the one that stays."""

    row: Row
    title: Sequence[Span]
    excerpt: Sequence[Span]
    topics: Sequence[tuple[str, bool]]
    effect: str


@dataclass(frozen=True, slots=True)
class Pair:
    """`left` is the earlier one, `following` the key of the pair below it."""

    key: int
    reason: str
    apart: str
    left: Side
    right: Side
    settled: Settled | None
    following: int | None

    @property
    def title(self) -> str:
        return self.left.row.article.title

    @property
    def sources(self) -> str:
        one, other = (side.row.article.source.name for side in (self.left, self.right))
        return f"{one} twice" if one == other else f"{one} and {other}"

    @property
    def keeps_right(self) -> bool:
        """Return whether readers would lose the story if the left one stayed."""
        return self.right.row.article.is_public and not self.left.row.article.is_public


def now() -> Moment:
    at = timezone.now()
    newest = Duplicate.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Moment(at, newest or 0)


def moment(written: str) -> Moment:
    """Read what an address says; now if it is no moment, or one of too long ago."""
    try:
        at, pair = written.split("~")
        read = Moment(datetime.fromisoformat(at).astimezone(UTC), int(pair))
    except (ValueError, OverflowError):
        return now()
    is_known = 0 <= read.pair <= LARGEST and timedelta() <= timezone.now() - read.at < LASTS
    return read if is_known else now()


def page(since: Moment, cursor: str) -> paging.Page[Duplicate]:
    there = Duplicate.objects.filter(pk__lte=since.pair)
    lately = there.filter(settled_at__gte=since.at).order_by("-settled_at")[:MOST]
    return paging.page(there.open(), ORDER, cursor, PAGE_SIZE, also=list(lately))


def pairs(found: Sequence[Duplicate], since: Moment, user: User) -> list[Pair]:
    keys = [key for pair in found for key in (pair.one_id, pair.other_id)]
    by_key = {row.article.pk: row for row in rows(list(dict.fromkeys(keys)))}
    done = settled([pair for pair in found if pair.settled_at], since.at, user)
    return [
        _pair(pair, by_key, done.get(pair.pk), following.pk if following else None)
        for pair, following in zip_longest(found, found[1:])
    ]


def current(shown: Sequence[Pair]) -> int | None:
    """Return the key of the pair that comes up: the first that waits, else the first."""
    waiting = (pair.key for pair in shown if pair.settled is None)
    return next(waiting, shown[0].key if shown else None)


def _pair(
    pair: Duplicate, by_key: dict[int, Row], done: Settled | None, following: int | None
) -> Pair:
    both = (by_key[pair.one_id], by_key[pair.other_id])
    left, right = sorted(both, key=lambda row: (row.article.published_at, row.article.pk))
    return Pair(
        pair.pk,
        pair.reason,
        apart(right.article.published_at, left.article.published_at),
        _side(left, right),
        _side(right, left),
        done,
        following,
    )


def _side(row: Row, other: Row) -> Side:
    article, beside = row.article, other.article
    theirs = {topic.name for topic in beside.topics}
    return Side(
        row,
        _marked(article.title, beside.title),
        _marked(clip(article.excerpt, EXCERPT), clip(beside.excerpt, EXCERPT)),
        [(topic.label, topic.name not in theirs) for topic in article.topics],
        _effect(row, other),
    )


def _marked(text: str, other: str) -> list[Span]:
    """Mark the words that differ, and not the blanks at their ends."""
    return [part for span in marked(text, other) for part in _tight(span)]


def _tight(span: Span) -> list[Span]:
    if not span.tag:
        return [span]
    words = span.text.strip()
    before, _, after = span.text.partition(words) if words else (span.text, "", "")
    parts = (Span(before), Span(words, span.tag), Span(after))
    return [part for part in parts if part.text]


def _effect(row: Row, other: Row) -> str:
    if row.article.is_public:
        return "stays on the site"
    return "takes the story off the site" if other.article.is_public else "stays off the site"
