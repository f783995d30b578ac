"""What indexes can tell of articles, by the filter that asks for it: whether few are so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Q

from articles.models import Article, Review
from articles.paging import few
from articles.queue.score_bands import condition


def begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def end(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)


CONDITIONS: Mapping[str, Callable[[Any], Q]] = {
    "state": lambda state: Q(state=state),
    "at_least": lambda score: Q(score__gte=score),
    "at_most": lambda score: Q(score__lte=score),
    "band": condition,
    "review": lambda review: Q(review=review),
    "type": lambda kind: Q(type=kind),
    "since": lambda day: Q(published_at__gte=begin(day)),
    "until": lambda day: Q(published_at__lte=end(day)),
    "assigned": lambda name: Q(assigned_to__username=name),
    "by": lambda name: Q(decided_by__username=name),
    "decided_since": lambda moment: Q(decided_at__gte=moment),
    "decided_until": lambda moment: Q(decided_at__lt=moment),
    "readers": lambda answer: Q(public__in=[answer == "yes"]),
}
# What one index answers together.
TOGETHER = (
    ("state", "at_least", "at_most"),
    ("band",),
    ("review",),
    ("type",),
    ("since", "until"),
    ("assigned",),
    ("by", "decided_since", "decided_until"),
    ("readers",),
)
MOST = (Review.UNREVIEWED, "article")  # which most are: no index tells


def few_asked_for(asked: Mapping[str, Any]) -> list[int] | None:
    """Return the keys of all articles of which some of that is true, where they are few."""
    for names in TOGETHER:
        given = [name for name in names if name in asked and asked[name] not in MOST]
        condition = Q(*(CONDITIONS[name](asked[name]) for name in given))
        articles = Article.objects.filter(condition)
        keys = few(articles.values_list("pk", flat=True)) if given else None
        if keys is not None:
            return keys
    return None
