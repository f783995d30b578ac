"""Counts a day of the newsroom: decisions, how long they took, where they went against the machine;
what came in and what of it waits; which scores there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from statistics import median_low
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from articles.figures import month, queue_parts
from articles.figures.numbers import (
    BAND,
    HIGHEST,
    WAITS,
    Band,
    Hour,
    Intake,
    Numbers,
    Overruled,
    wait_band,
)
from articles.figures.sources import DAYS
from articles.models import Against, Article, DayFigures, Decision
from articles.text import display_text
from articles.times import DAY, last_days, midnight
from articles.wording import name_of

INTAKE_DAYS = 20
WAIT_DAYS = 7
MEAN_DAYS = 28
MOST = 7  # sources, and topics, that a chart shows
LEAST_DECIDED = 5  # of a source: a share of fewer says nothing
HELD, PUBLISHED = Q(against=Against.HELD), Q(against=Against.PUBLISHED)


class Made(NamedTuple):
    """A decision: when, by whom, after how many seconds."""

    at: datetime
    by: int | None
    waited: int


def refresh(day: date, now: datetime) -> None:
    """Count the day anew, up to its end or until now."""
    until = min(now, midnight(day) + DAY)
    values = count(day, until).as_values()
    DayFigures.objects.update_or_create(day=day, defaults={"until": until, "values": values})


def count(day: date, until: datetime) -> Numbers:
    lately = Decision.objects.filter(at__gte=first_of(day, DAYS), at__lt=until).order_by()
    made = [Made(*row) for row in lately.values_list("at", "by_id", "waited")]
    of_week = [one.waited for one in made if one.at >= first_of(day, WAIT_DAYS)]
    waiting = _waiting()
    return Numbers(
        hours=_hours(one for one in made if one.at >= midnight(day)),
        mean=_mean(made, day),
        waits=_waits(of_week),
        median_wait=median_low(of_week) if of_week else None,
        sources=_overruled(lately, "article__provider__domain", "article__provider__name"),
        topics=_overruled(
            lately,
            "article__article_topics__topic__slug",
            "article__article_topics__topic__name",
        ),
        intake=_intake(day, waiting),
        waiting=waiting.total(),
        scores=_scores(day),
        month=month.count(day, until),
    )


def first_of(day: date, days: int) -> datetime:
    """Return when the first of so many days begins that end with `day`."""
    return midnight(last_days(days, day)[0])


def _hours(made: Iterable[Made]) -> list[Hour]:
    counts = Counter((one.at.hour, one.by) for one in made)
    people = User.objects.in_bulk({by for _, by in counts if by})
    rows = [(hour, people[by], n) for (hour, by), n in counts.items() if by in people]
    hours = [Hour(hour, user.get_username(), name_of(user), n) for hour, user, n in rows]
    return sorted(hours, key=lambda one: (one.hour, one.name, one.person))


def _mean(made: Iterable[Made], day: date) -> float:
    """Return how many were made in an hour in which any were, in the weeks before the day."""
    start, end = first_of(day, MEAN_DAYS + 1), midnight(day)
    hours = Counter((one.at.date(), one.at.hour) for one in made if start <= one.at < end)
    return round(hours.total() / len(hours), 1) if hours else 0


def _waits(waited: Iterable[int]) -> list[int]:
    counts = Counter(map(wait_band, waited))
    return [counts[band] for band in range(len(WAITS) + 1)]


def _overruled(decisions: QuerySet[Decision], key: str, name: str) -> list[Overruled]:
    """Return those most often decided against the machine, by their share."""
    rows = (
        decisions.filter(**{f"{key}__isnull": False})
        .values_list(key, name)
        .annotate(decided=Count("pk"), held=Count("pk", HELD), published=Count("pk", PUBLISHED))
        .filter(decided__gte=LEAST_DECIDED)
    )
    found = [Overruled(key, display_text(name), *counts) for key, name, *counts in rows]
    against = [one for one in found if one.against]
    return sorted(against, key=lambda one: (-one.against / one.decided, one.name))[:MOST]


def _waiting() -> Counter[date]:
    """Return how many stories of each day wait."""
    counts: Counter[date] = Counter()
    for part in queue_parts.WAITING:
        of_days = queue_parts.inside(part).values_list("day")
        counts.update(dict(of_days.annotate(count=Count("pk"))))
    return counts


def _intake(day: date, waiting: Counter[date]) -> list[Intake]:
    within = Q(published_at__gte=first_of(day, INTAKE_DAYS), published_at__lt=midnight(day) + DAY)
    came = dict(Article.objects.order_by().filter(within).values_list("day").annotate(Count("pk")))
    days = last_days(INTAKE_DAYS, day)
    return [Intake(one.isoformat(), came.get(one, 0), waiting[one]) for one in days]


def _scores(day: date) -> list[Band]:
    within = Q(published_at__gte=first_of(day, DAYS), published_at__lt=midnight(day) + DAY)
    rows = Article.objects.order_by().filter(within, score__gte=0)
    seen, own, reach = Counter[tuple[int, bool]](), Counter[int](), Counter[int]()
    columns = rows.values_list("score", "public", "threshold").annotate(Count("pk"))
    for score, public, threshold, number in columns:
        low = _low(score)
        seen[low, public] += number
        if threshold is not None:
            own[low] += number
            reach[low] += number if score >= threshold else 0
    return [Band(n, seen[n, False], seen[n, True], own[n], reach[n]) for n in _lows()]


def _low(score: int) -> int:
    return min(score // BAND * BAND, HIGHEST)


def _lows() -> Sequence[int]:
    return range(0, HIGHEST + BAND, BAND)
