"""What is said of a source: in the list of all, and on its own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.utils import timezone

from articles import paging
from articles.desk import charts
from articles.desk.addresses import articles_with
from articles.display.cards import Source
from articles.display.markup import initial
from articles.figures.days import LEAST_DECIDED
from articles.figures.sources import DAYS, usual_before
from articles.models import Attention, Provider, SourceFigures
from articles.site import choices
from articles.text import display_text
from articles.times import DAY, age, day_of, last_days

ORDER = ("-attention", "-came", "-provider_id")
PAGE_SIZE = 50
NAMES = ("name", "domain", "owner")
MUCH = 15  # per cent decided against the machine that are worth a look


class Said(NamedTuple):
    """A finding, what goes with it, and how urgent it is: "bad", "warn" or ""."""

    words: str
    aside: str
    level: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a source; `whole` leads to its articles, `seen` to those that readers see."""

    provider: str
    date: date
    came: int
    public: int

    @property
    def whole(self) -> str:
        return articles_with(provider=self.provider, since=self.date, until=self.date)

    @property
    def seen(self) -> str:
        day = {"since": self.date, "until": self.date}
        return articles_with(provider=self.provider, **day, readers="yes")


@dataclass(frozen=True, slots=True)
class Figures:
    """`links` lead to the articles behind the figures, by what is counted."""

    provider: Provider
    source: Source
    now: Said
    days: list[Day]
    spark: list[tuple[int, float, float]]
    silent_from: int
    is_loud: bool
    a_day: str
    came: int
    public: int
    share: int | None
    decided: int
    held: int
    published: int
    overrides: int | None
    is_overruled: bool
    machine_score: int | None
    score: int | None
    scale: charts.Scale | None
    links: dict[str, str]


@dataclass(frozen=True, slots=True)
class Whole:
    """All sources at once. Those of one owner are one publisher's."""

    sources: int
    publishers: int
    silent: int
    loud: int
    muted: int
    a_day: int
    share: int | None
    overrides: int | None


def page(cursor: str, named: str) -> paging.Page[SourceFigures]:
    rows = SourceFigures.objects.select_related("provider__logo")
    if named:
        held = (Q(**{f"provider__{column}__icontains": named}) for column in NAMES)
        rows = rows.filter(reduce(or_, held))
    return paging.page(rows, ORDER, cursor, PAGE_SIZE)


def whole() -> Whole:
    today = timezone.now().date()
    sums = SourceFigures.objects.aggregate(
        sources=Count("pk"),
        owned=Count("pk", ~Q(provider__owner="")),
        silent=Count("pk", Q(attention=Attention.SILENT)),
        loud=Count("pk", Q(attention=Attention.LOUD)),
        muted=Count("pk", Q(provider__muted_until__gt=today)),
        came=Sum("came", default=0),
        public=Sum("public", default=0),
        decided=Sum("decided", default=0),
        against=Sum("held", default=0) + Sum("published", default=0),
    )
    return Whole(
        sources=sums["sources"],
        publishers=sums["sources"] - sums["owned"] + len(Provider.objects.owners()),
        silent=sums["silent"],
        loud=sums["loud"],
        muted=sums["muted"],
        a_day=round(sums["came"] / DAYS),
        share=charts.share(sums["public"], sums["came"]),
        overrides=charts.share(sums["against"], sums["decided"]),
    )


def figures_of(row: SourceFigures, counted: datetime) -> Figures:
    provider, against = row.provider, row.held + row.published
    dates = last_days(DAYS, day_of(counted))[-len(row.days) :]
    days = [
        Day(provider.domain, day, came, public)
        for day, (came, public) in zip(dates, row.days, strict=False)
    ]
    overrides = charts.share(against, row.decided)
    scale = None
    if row.machine_score is not None and row.score is not None:
        scale = charts.scale(row.machine_score, row.score, choices.threshold())
    counts = [day.came for day in days]
    return Figures(
        provider=provider,
        source=source_of(provider),
        now=_now(row, counts, timezone.now()),
        days=days,
        spark=charts.spark(counts),
        silent_from=_silent_from(counts) if row.attention == Attention.SILENT else len(counts),
        is_loud=row.attention == Attention.LOUD,
        a_day=a_day(row.usual),
        came=row.came,
        public=row.public,
        share=charts.share(row.public, row.came),
        decided=row.decided,
        held=row.held,
        published=row.published,
        overrides=overrides,
        is_overruled=overrides is not None and overrides >= MUCH and row.decided >= LEAST_DECIDED,
        machine_score=row.machine_score,
        score=row.score,
        scale=scale,
        links=_links(provider, dates[0] if dates else day_of(counted)),
    )


def source_of(provider: Provider) -> Source:
    name = display_text(provider.name)
    logo = provider.logo.ready_digest if provider.logo else ""
    return Source(provider.domain, name, initial(provider.domain, name), logo)


def a_day(usual: float) -> str:
    """Say how much a source sends: "9 a day", "one a day", "one every 4 days", or ""."""
    if not usual:
        return ""
    if usual >= 1.5:
        return f"{usual:.0f} a day"
    return "one a day" if usual > 0.66 else f"one every {1 / usual:.0f} days"


def _now(row: SourceFigures, counts: Sequence[int], now: datetime) -> Said:
    if row.newest_at is None:
        return Said("nothing yet", "", "")
    if row.attention == Attention.SILENT:
        days = int((now - row.newest_at) / DAY)
        return Said(f"silent {days} days", f"usually {a_day(row.usual)}", "bad")
    newest = f"newest {age(row.newest_at)}" + (" ago" if now - row.newest_at < 6 * DAY else "")
    if not row.came:
        return Said(f"none in {DAYS} days", newest, "")
    today, yesterday = counts[-1], counts[-2]
    if row.attention == Attention.LOUD:
        most, when = max((yesterday, "yesterday"), (today, "today"))
        return Said(f"{most:,} {when}", f"usually {a_day(usual_before(counts))}", "warn")
    return Said(f"{yesterday:,} yesterday" if yesterday else "none yesterday", newest, "")


def _silent_from(counts: Sequence[int]) -> int:
    """Return the place of the first day of the silence at the end."""
    return 1 + max((place for place, count in enumerate(counts) if count), default=-1)


def _links(provider: Provider, first: date) -> dict[str, str]:
    own = {"provider": provider.domain}
    decided = {**own, "decided_since": first}
    return {
        "every": articles_with(**own),
        "came": articles_with(**own, since=first),
        "public": articles_with(**own, since=first, readers="yes"),
        "decided": articles_with(**decided),
        "against": articles_with(**decided, against="any"),
        "held": articles_with(**decided, against="held"),
        "published": articles_with(**decided, against="published"),
    }
