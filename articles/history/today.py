"""What somebody did to articles today, by the act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from articles.history.acts import jobs_of, that_did_something
from articles.history.sentences import SCHEDULED, deed
from articles.models import Event
from articles.times import day_of, midnight

SHIFT = timedelta(hours=12)
PAGE_SIZE = 50
PAIRS = ("merge", "refuse")


@dataclass(frozen=True)
class Act:
    """What one act did, in a sentence. `article` is the first that it was done to, `job` tells of
    one on many articles."""

    group: UUID
    at: datetime
    said: str
    article: int
    undone: bool
    job: int | None
    undoable: bool = True


@dataclass(frozen=True)
class Acts:
    """A page of them, newest first. `below` is where the next page begins, None on the last."""

    rows: Sequence[Act]
    below: int | None


def page(user: User, below: int | None) -> Acts:
    groups = (
        _done_by(user)
        .values("group")
        .annotate(
            first=Min("pk"),
            last=Max("pk"),
            articles=Count("article", distinct=True),
            kinds=Count("action", distinct=True),
        )
    )
    if below is not None:
        groups = groups.filter(last__lt=below)
    found = list(groups.order_by("-last")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Acts(_acts(shown), shown[-1]["last"] if len(found) > PAGE_SIZE else None)


def newest_that_holds(user: User) -> Event | None:
    """Return the first event of the newest act that has not been undone, nor tried to be."""
    newest = _done_by(user).filter(undone=False).order_by("-pk").first()
    return Event.objects.filter(group=newest.group).order_by("pk").first() if newest else None


def acts_that_hold(user: User) -> QuerySet[Event, Any]:
    return _done_by(user).filter(undone=False).values("group").distinct()


def said_of(act: UUID) -> str:
    """Say what an act on articles did: "published “A”", "held 12 articles"."""
    events = Event.objects.filter(group=act, article__isnull=False).order_by("pk")
    articles, kinds = events.aggregate(
        articles=Count("article", distinct=True), kinds=Count("action", distinct=True)
    ).values()
    return deed(events[0], articles if kinds == 1 else 1)


def pairs_decided(user: User) -> dict[str, int]:
    """Return how many pairs of seeming duplicates somebody has decided on: `merge`d, `refuse`d."""
    done = _done_by(user).filter(action__in=PAIRS, undone=False).values("action")
    counted = done.annotate(acts=Count("group", distinct=True)).values_list("action", "acts")
    return {**dict.fromkeys(PAIRS, 0), **dict(counted)}


def begin() -> datetime:
    """Return when today began: at midnight, or twelve hours ago for whoever works past it."""
    now = timezone.now()
    return min(midnight(day_of(now)), now - SHIFT)


def _done_by(user: User) -> QuerySet[Event]:
    done = Event.objects.filter(actor=user, batch=None, at__gte=begin(), article__isnull=False)
    return done.exclude(action__in=["undo", *SCHEDULED]).order_by()


def _acts(groups: Sequence[Mapping[str, Any]]) -> list[Act]:
    keys, acts = [group["first"] for group in groups], [group["group"] for group in groups]
    events = Event.objects.filter(pk__in=keys).select_related("article").in_bulk()
    done = that_did_something(event.undone_by for event in events.values() if event.undone)
    jobs = jobs_of(acts)
    return [_act(group, events[group["first"]], done, jobs) for group in groups]


def _act(group: Mapping[str, Any], event: Event, done: set[UUID], jobs: Mapping[UUID, int]) -> Act:
    said = deed(event, group["articles"] if group["kinds"] == 1 else 1)
    undone = event.undone and event.undone_by in done
    return Act(event.group, event.at, said, event.article_id or 0, undone, jobs.get(event.group))
