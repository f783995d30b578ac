"""How each source did in the last days: what it sent, what became of it, whether it fell silent.

Every count starts from the rows of these days, found along one index: it costs what came lately,
however much there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median_low

from django.db.models import Count, OuterRef, Q, Subquery

from articles.models import Against, Article, Attention, Decision, Provider, SourceFigures
from articles.times import DAY, day_of, last_days, midnight

DAYS = 30  # that are looked at, today among them
LEAST = 5  # stories below which nothing is usual
EXPECTED = 5  # stories that did not come: so many are no chance
QUIET = 2  # days that any source may be silent: a weekend
WEEK = 7
LOUD = 3  # times the usual
LOUD_AT_LEAST = 10  # stories beyond the usual
COUNTED = (
    *("attention", "newest_at", "usual", "days", "came", "public"),
    *("decided", "held", "published", "machine_score", "score"),
)


@dataclass
class Judged:
    """What people decided of a source's stories."""

    decided: int = 0
    against: list[str] = field(default_factory=list)
    machine_scores: list[int] = field(default_factory=list)
    scores: list[int] = field(default_factory=list)


def refresh(now: datetime) -> None:
    """Count all sources anew, and write what differs."""
    days = last_days(DAYS, day_of(now))
    sent, judged = _sent(days), _judged(midnight(days[0]))
    known = SourceFigures.objects.in_bulk()
    counted = [
        _figures(pk, newest, [sent[pk].get(day, (0, 0)) for day in days], judged[pk], now)
        for pk, newest in _newest(now)
    ]
    SourceFigures.objects.bulk_create(
        [one for one in counted if not _same(one, known.get(one.provider_id))],
        update_conflicts=True,
        unique_fields=["provider"],
        update_fields=COUNTED,
        batch_size=500,
    )


def _sent(days: Sequence[date]) -> defaultdict[int, dict[date, tuple[int, int]]]:
    """Return how many stories each source has of each day, and how many of those are public."""
    within = Q(published_at__gte=midnight(days[0]), published_at__lt=midnight(days[-1]) + DAY)
    public = Count("pk", filter=Q(public__in=[True]))
    rows = Article.objects.order_by().filter(within).values_list("provider_id", "day")
    found: defaultdict[int, dict[date, tuple[int, int]]] = defaultdict(dict)
    for provider, day, came, seen in rows.annotate(came=Count("pk"), seen=public):
        found[provider][day] = (came, seen)
    return found


def _judged(since: datetime) -> defaultdict[int, Judged]:
    rows = Decision.objects.filter(at__gte=since).values_list(
        "article__provider_id", "against", "machine_score", "score"
    )
    found: defaultdict[int, Judged] = defaultdict(Judged)
    for provider, against, machine_score, score in rows:
        judged = found[provider]
        judged.decided += 1
        judged.against.append(against)
        if machine_score is not None and score is not None:
            judged.machine_scores.append(machine_score)
            judged.scores.append(score)
    return found


def _newest(now: datetime) -> Iterable[tuple[int, datetime | None]]:
    stories = Article.objects.filter(provider=OuterRef("pk"), published_at__lte=now)
    newest = stories.order_by("-published_at", "-id").values("published_at")[:1]
    return Provider.objects.order_by().values_list("pk", Subquery(newest))


def _figures(
    provider: int,
    newest: datetime | None,
    days: Sequence[tuple[int, int]],
    judged: Judged,
    now: datetime,
) -> SourceFigures:
    counts = [came for came, _ in days]
    usual = usual_of(counts)
    return SourceFigures(
        provider_id=provider,
        attention=_attention(counts, usual, newest, now),
        newest_at=newest,
        usual=usual,
        days=[list(day) for day in days],
        came=sum(counts),
        public=sum(public for _, public in days),
        decided=judged.decided,
        held=judged.against.count(Against.HELD),
        published=judged.against.count(Against.PUBLISHED),
        machine_score=median_low(judged.machine_scores) if judged.scores else None,
        score=median_low(judged.scores) if judged.scores else None,
    )


def usual_of(counts: Sequence[int]) -> float:
    """Return how many a source sends on a day, from the first to the last day that it sent any.

    Today counts for nothing yet. Below LEAST stories nothing is usual: 0.
    """
    sending = [place for place, count in enumerate(counts[:-1]) if count]
    came = sum(counts[:-1])
    if came < LEAST:
        return 0
    return round(came / max(sending[-1] - sending[0] + 1, WEEK), 2)


def usual_before(counts: Sequence[int]) -> float:
    """Return what was usual before yesterday: the last two days may be what is unusual."""
    return usual_of([*counts[:-2], 0])


def _attention(
    counts: Sequence[int], usual: float, newest: datetime | None, now: datetime
) -> Attention:
    if newest and is_silent(usual, now - newest):
        return Attention.SILENT
    before = usual_before(counts)
    if before and max(counts[-2:]) >= max(LOUD * before, before + LOUD_AT_LEAST):
        return Attention.LOUD
    return Attention.NONE


def is_silent(usual: float, silence: timedelta) -> bool:
    """Return whether a source that usually sends so many a day has been silent for too long."""
    days = silence / DAY
    return days >= QUIET and usual * days >= EXPECTED


def _same(one: SourceFigures, other: SourceFigures | None) -> bool:
    return other is not None and all(getattr(one, n) == getattr(other, n) for n in COUNTED)
