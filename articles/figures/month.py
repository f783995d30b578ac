"""Counts what the site tells its readers of thirty days: what people and the score published, and
how often people took what was suggested."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q

from articles.figures.numbers import Month
from articles.figures.sources import DAYS
from articles.judgement.scores.model import WITHIN
from articles.models import Article, Decision, Event, Place, ScoreComparison, StateBy
from articles.times import last_days, midnight

CLOSE = 10  # points
MOST = 3000  # scores that are compared, the newest
ACTS = ("link", "refuse")


def count(day: date, until: datetime) -> Month:
    """Count the days that end with this one, up to that moment."""
    since = midnight(last_days(DAYS, day)[0])
    return Month(
        **_decisions(since, until),
        **_by_score(since, until),
        **_compared(since, until),
        **_suggestions(since, until),
    )


def _decisions(since: datetime, until: datetime) -> dict[str, int]:
    seen = Q(article__first_published_at__isnull=False)
    return Decision.objects.filter(at__gte=since, at__lt=until).aggregate(
        decided=Count("pk"),
        agreed=Count("pk", Q(against="")),
        published=Count("pk", Q(article__public=True)),
        withdrawn=Count("pk", Q(article__public=False) & seen),
    )


def _by_score(since: datetime, until: datetime) -> dict[str, int]:
    """Count what came and neither people nor rules of the desk decided on: what readers see, and
    what they have seen."""
    held = Q(place=Place.HELD, first_published_at__isnull=False)
    came = Article.objects.order_by().filter(
        # The words of an index.
        decided__in=[False],
        place__in=[Place.PUBLISHED, Place.HELD],
        imported_at__gte=since,
        imported_at__lt=until,
        quality__isnull=False,
        state_by=StateBy.SEED,
    )
    return came.aggregate(
        score_published=Count("pk", Q(place=Place.PUBLISHED)),
        score_withdrawn=Count("pk", held),
    )


def _compared(since: datetime, until: datetime) -> dict[str, int]:
    rows = ScoreComparison.objects.filter(
        event__undone=False, event__at__gte=since, event__at__lt=until
    )
    newest = rows.order_by("-event_id").values_list("score", "given")[:MOST]
    errors = sorted(abs(score - given) for score, given in newest)
    return {
        "compared": len(errors),
        "close": sum(error <= CLOSE for error in errors),
        "usually_within": errors[min(int(len(errors) * WITHIN), len(errors) - 1)] if errors else 0,
    }


def _suggestions(since: datetime, until: datetime) -> dict[str, int]:
    """Count what was suggested, and linked or refused; what was linked unasked has no reason."""
    answers = Event.objects.by_hand().filter(
        at__gte=since, at__lt=until, action__in=ACTS, undone=False
    )
    return answers.order_by().aggregate(
        accepted=Count("pk", Q(action="link", after__has_key="reason")),
        refused=Count("pk", Q(action="refuse")),
    )
