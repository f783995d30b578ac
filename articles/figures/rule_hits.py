"""How often each rule of the desk has acted, by week."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncWeek

from articles.models import Rule, RuleHit
from articles.times import day_of, midnight

WEEKS = 12  # the running one included
MONTH = timedelta(days=30)


def refresh(now: datetime) -> None:
    """Count the hits of all rules; asks two queries for each."""
    for rule in Rule.objects.here():
        count(rule, now)


def count(rule: Rule, now: datetime) -> None:
    monday = day_of(now) - timedelta(days=day_of(now).weekday())
    weeks = [midnight(monday - timedelta(weeks=ago)) for ago in range(WEEKS - 1, -1, -1)]
    hits = RuleHit.objects.filter(rule=rule).order_by()
    found = hits.filter(at__gte=weeks[0]).annotate(week=TruncWeek("at")).values_list("week")
    counts = dict(found.annotate(Count("pk")))
    rule.weeks = [counts.get(week, 0) for week in weeks]
    rule.month = hits.filter(at__gte=now - MONTH).count()
    rule.counted_at = now
    rule.save(update_fields=["weeks", "month", "counted_at"])
