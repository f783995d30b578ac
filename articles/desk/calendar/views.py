from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.desk.calendar import planned, week
from articles.http import Request
from articles.permissions import may_review, requires
from articles.times import day_of, midnight

YEARS = range(1900, 2200)  # as seeds may be dated


@require_safe
@requires(may_review)
def calendar(request: Request) -> HttpResponse:
    today = day_of(timezone.now())
    start = _day(request.GET.get("from", "")) or today
    end = start + timedelta(days=week.DAYS)
    entries = planned.between(midnight(start), midnight(end))
    context = {
        "title": week.title(start),
        "summary": week.summary(entries),
        "today": today,
        "days": week.days_from(start),
        "bands": week.bands(start, entries),
        "listed": week.by_day(entries),
        "before": _address(start - timedelta(days=week.DAYS)),
        "after": _address(end),
        "here": _address(start),
    }
    return render(request, "desk/calendar/week.html", context)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _address(day: date) -> str:
    return f"{reverse('desk:calendar')}?from={day}"
