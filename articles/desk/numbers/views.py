from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.desk.numbers import stock, work
from articles.desk.numbers.calibration import calibration
from articles.figures.counting import until
from articles.figures.numbers import Numbers, numbers_of
from articles.http import Request
from articles.models import DayFigures
from articles.permissions import may_review, requires
from articles.site import choices
from articles.times import wait


@require_safe
@requires(may_review)
def numbers(request: Request) -> HttpResponse:
    """Show the newest day that is counted, or the one in `?day=`."""
    asked = request.GET.get("day", "")
    days = list(DayFigures.objects.values_list("day", flat=True))
    counted = _counted(asked)
    context: dict[str, object] = {"until": until(), "day": None}
    if counted:
        context |= _page(request, counted, numbers_of(counted.values))
        context |= _beside(counted.day, days)
    elif asked:
        raise Http404
    return render(request, "desk/numbers/day.html", context)


def _counted(asked: str) -> DayFigures | None:
    if not asked:
        return DayFigures.objects.first()
    try:
        return DayFigures.objects.filter(day=date.fromisoformat(asked)).first()
    except ValueError:
        return None


def _page(request: Request, counted: DayFigures, found: Numbers) -> dict[str, object]:
    day, me = counted.day, request.user.get_username()
    return {
        "day": day,
        "is_today": day == timezone.now().date(),
        "numbers": found,
        "median": "–" if found.median_wait is None else wait(found.median_wait),
        "hours": work.hours(found, day, counted.until, me),
        "waits": work.waits(found, day),
        "sources": work.against(found.sources, day, "Source", "provider"),
        "topics": work.against(found.topics, day, "Topic", "topic"),
        "intake": stock.intake(found, day, counted.until),
        "scores": stock.scores(found, day, choices.threshold()),
        "threshold": choices.threshold(),
        "calibration": calibration(),
    }


def _beside(day: date, days: list[date]) -> dict[str, date | None]:
    """Return the counted days before and after this one."""
    return {
        "before": max((other for other in days if other < day), default=None),
        "after": min((other for other in days if other > day), default=None),
    }
