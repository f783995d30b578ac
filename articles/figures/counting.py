"""Counts what the pages on sources and numbers show, and what moves, every few minutes, in the
background.

What it writes is found anew from articles, decisions and history each time. So it may run twice, or
stop half-way and start over, and no writer has to keep a counter right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django_tasks import task

from articles import task_queue
from articles.figures import days, decisions, moving, rule_hits, sources
from articles.models import DayFigures
from articles.times import DAY, day_of, midnight

EVERY = timedelta(minutes=5)
LATE = 4 * EVERY  # after which nobody seems to count
KEPT = 31  # days


@dataclass(frozen=True, slots=True)
class Until:
    """Up to when figures count; `is_late` where nobody has counted for a while."""

    moment: datetime | None
    is_late: bool


def until() -> Until:
    moment = DayFigures.objects.values_list("until", flat=True).first()
    return Until(moment, moment is not None and timezone.now() - moment > LATE)


@task
def count_figures() -> None:
    count(timezone.now())


def enqueue_if_due() -> None:
    newest = DayFigures.objects.first()
    if newest and newest.until > timezone.now() - EVERY:
        return
    if not task_queue.is_live(count_figures):
        count_figures.enqueue()


def count(now: datetime) -> None:
    """Count up to now. Today comes last: it tells that all the rest is counted."""
    first = midnight(day_of(now) - timedelta(days=KEPT - 1))
    decisions.refresh(first)
    sources.refresh(now)
    rule_hits.refresh(now)
    moving.refresh(now)
    DayFigures.objects.filter(day__lt=first.date()).delete()
    for day in _unfinished(first.date(), day_of(now)):
        days.refresh(day, now)


def _unfinished(first: date, today: date) -> list[date]:
    """Return the days since the last that was counted, and that one where it had not ended."""
    newest = DayFigures.objects.first()
    if newest is None:
        return [today]
    ended = newest.until >= midnight(newest.day) + DAY
    start = max(newest.day + timedelta(days=int(ended)), first)
    return [start + timedelta(days=n) for n in range((today - start).days + 1)]
