"""What people decided lately beside what the machine had said: a narrow row for each article.

It is read off articles and their history, so that no writer has to know of it, and brought up to
date by what differs: running it again, or after a stop half-way, changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from articles.models import Against, Article, Decision, Event, State, StateBy
from articles.site import choices

CHUNK = 500
COLUMNS = (
    *("pk", "decided_at", "decided_by_id", "imported_at"),
    *("quality", "state", "state_by", "public", "threshold"),
)


class Decided(NamedTuple):
    pk: int
    at: datetime
    by: int | None
    imported_at: datetime
    quality: int | None
    state: str
    state_by: str
    public: bool
    threshold: int | None


class Past(NamedTuple):
    """One event of an article, and what it found."""

    at: datetime
    batch: int | None
    action: str
    before: dict[str, Any]


def refresh(since: datetime) -> None:
    """Have a row for each decision since then that still stands, and no other row."""
    Decision.objects.filter(at__lt=since).delete()
    _outdated().delete()
    there = Decision.objects.filter(article=OuterRef("pk"))
    missing = Article.objects.order_by().filter(~Exists(there), decided_at__gte=since)
    keys = list(missing.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        rows = _rows(keys[start : start + CHUNK])
        Decision.objects.bulk_create(rows, ignore_conflicts=True)  # another may have been quicker


def _outdated() -> QuerySet[Decision]:
    """Return those decided anew or undone since, or scored by themselves."""
    stands = Q(article__decided_at=F("at"), article__score=Coalesce("score", -1))
    return Decision.objects.exclude(stands)


def _rows(keys: Sequence[int]) -> list[Decision]:
    articles = Article.objects.order_by().filter(pk__in=keys, decided_at__isnull=False)
    pasts = _pasts(keys)
    decided = [Decided(*row) for row in articles.values_list(*COLUMNS)]
    return [_row(article, pasts[article.pk]) for article in decided]


def _pasts(keys: Sequence[int]) -> defaultdict[int, list[Past]]:
    """Return what happened to each of the articles, oldest first."""
    events = Event.objects.filter(article__in=keys).order_by("pk")
    pasts: defaultdict[int, list[Past]] = defaultdict(list)
    for article, *past in events.values_list("article_id", "at", "batch_id", "action", "before"):
        pasts[article].append(Past(*past))
    return pasts


def _row(article: Decided, past: Sequence[Past]) -> Decision:
    arrivals = (one.at for one in past if one.batch is not None and not one.before)
    waited = article.at - next(arrivals, article.imported_at)
    # What somebody had a rule do is the machine's word, not a person's on this article.
    found = [one.before for one in past if one.batch is None and one.action != "rule"]
    machine_score = _first(found, "quality", article.quality)
    return Decision(
        article_id=article.pk,
        at=article.at,
        by_id=article.by,
        waited=max(int(waited.total_seconds()), 0),
        machine_score=machine_score,
        score=article.quality,
        against=_against(article, found, machine_score),
    )


def _against(article: Decided, found: Sequence[dict[str, Any]], machine_score: int | None) -> str:
    """Say what the person did where the machine would have done otherwise, else nothing.

    The machine's word is the state that the first person found. An import that holds everything
    says nothing, and the machine's score decides.
    """
    if _first(found, "state_by", article.state_by) == StateBy.IMPORT:
        bar = choices.threshold(article.threshold)
        machine = machine_score is not None and machine_score >= bar
    else:
        machine = _first(found, "state", article.state) != State.UNPUBLISHED
    if machine == article.public:
        return ""
    return Against.PUBLISHED if article.public else Against.HELD


def _first(found: Iterable[dict[str, Any]], field: str, now: Any) -> Any:
    """Return the field as people found it first, or as it is where they have never changed it."""
    return next((before[field] for before in found if field in before), now)
