"""The list as it was when somebody entered it: what was decided since stays where it was, and what
came since waits until they ask for it.

The moment stands in the list's address. What people do moves an article into a list, within it or
out of it, and the history knows how it stood before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.display.cards import ValueRow
from articles.figures.queue_parts import part_of
from articles.history.sentences import SCHEDULED
from articles.models import BEING_UNDONE, FOLDED, Article, Conflict, Event
from articles.models.article import ArticleQuerySet
from articles.paging import LARGEST
from articles.queue.queues import Glance

LASTS = timedelta(hours=12)
NOT_THEIRS = {"undo", *SCHEDULED}
MOST = 2000  # events that are gone through
NOW = (
    *("published_at", "imported_at", "quality", "heat", "state", "review", "folded_into_id"),
    *("changed_at", "decided_at", "threshold"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """`article` and `event` are the keys of what had come and happened last."""

    at: datetime
    article: int
    event: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.article}~{self.event}"


class Record(NamedTuple):
    """An event, and its article as it is now; the columns after these are NOW."""

    article: int
    before: dict[str, Any]
    actor: int | None
    act: UUID
    undone: bool
    action: str
    in_conflict: bool
    withdrawn: bool
    muted_until: date | None
    batch_state: str


@dataclass(frozen=True, slots=True)
class Touched:
    """An article as it was at that moment, where people have changed it since. `done` tells whether
    they decided on it, `settled` whether nothing of it waits since, and `act` is what the reader
    can undo of that."""

    article: Article
    part: str
    done: bool
    settled: bool
    act: UUID | None


def now(glance: Glance) -> Moment:
    """Return the moment of the glance. It comes before the list is read: what comes between the two
    is counted as news and not lost."""
    return Moment(timezone.now(), glance.article, glance.event)


def moment(written: str) -> Moment | None:
    """Read what an address says; None if it is no moment, or one of too long ago."""
    try:
        at, article, event = written.split("~")
        moment = Moment(datetime.fromisoformat(at).astimezone(UTC), int(article), int(event))
    except (ValueError, OverflowError):
        return None
    age = timezone.now() - moment.at
    is_known = 0 <= moment.article <= LARGEST and 0 <= moment.event <= LARGEST
    return moment if is_known and timedelta() <= age < LASTS else None


def touched(moment: Moment, user: User) -> list[Touched]:
    found: dict[int, list[tuple[Record, ValueRow]]] = {}
    end = len(Record._fields)
    for row in _events(moment):
        found.setdefault(row[0], []).append((Record(*row[:end]), row[end:]))
    return [_touched([event for event, _ in rows], rows[0][1], user) for rows in found.values()]


def steady(articles: ArticleQuerySet, moment: Moment, others: Sequence[Touched]) -> ArticleQuerySet:
    """Keep what was there and nobody has touched since."""
    keys = [one.article.pk for one in others]
    there = articles.filter(pk__lte=moment.article)
    return there.exclude(pk__among=keys) if keys else there


def _events(moment: Moment) -> QuerySet[Event, ValueRow]:
    disputed = Exists(Conflict.objects.filter(article=OuterRef("article")))
    withdrawn = Exists(Event.objects.order_by().withdrawals().filter(article=OuterRef("article")))
    since = Event.objects.filter(
        pk__gt=moment.event, batch=None, article__isnull=False, article__lte=moment.article
    )
    return (
        since.order_by("pk")
        .annotate(disputed=disputed, withdrawn=withdrawn)
        .values_list(
            *("article", "before", "actor", "group", "undone", "action", "disputed", "withdrawn"),
            *("article__provider__muted_until", "article__batch__state"),
            *(f"article__{name}" for name in NOW),
        )[:MOST]
    )


def _touched(events: Sequence[Record], now: ValueRow, user: User) -> Touched:
    before: dict[str, Any] = {}
    for event in events:
        before = {**event.before, **before}
    article = Article(pk=events[0].article, **dict(zip(NOW, now, strict=True)))
    decided = article.decided_at, article.folded_into_id
    _put_back(article, before)
    done = decided != (article.decided_at, article.folded_into_id)
    first = events[0]
    muted_until = first.muted_until
    return Touched(
        article,
        part_of(
            article,
            in_conflict=bool(before.get("conflicts", first.in_conflict)),
            is_muted=muted_until is not None and muted_until > timezone.now().date(),
            went=first.withdrawn and first.batch_state in BEING_UNDONE,
        ),
        done,
        done and not first.in_conflict,
        _own_act(events, user),
    )


def _put_back(article: Article, before: Mapping[str, Any]) -> None:
    """Give it the values from before, and what the database makes of them."""
    for name in ("quality", "heat", "state", "review", "folded_into", "changed_at", "decided_at"):
        if name in before:
            value = before[name]
            is_time = name.endswith("_at") and value is not None
            attribute = "folded_into_id" if name == "folded_into" else name
            setattr(article, attribute, parse_datetime(value) if is_time else value)
    quality, heat = article.quality, article.heat
    weight = (heat if heat is not None else quality) or 0
    computed = {
        "score": -1 if quality is None else quality,
        "weight": FOLDED if article.folded_into_id else weight,
    }
    article.__dict__.update(computed)


def _own_act(events: Sequence[Record], user: User) -> UUID | None:
    """Return the newest of the user's acts that can be undone; not what was planned."""
    for event in reversed(events):
        if event.actor == user.pk and not event.undone and event.action not in NOT_THEIRS:
            return event.act
    return None
