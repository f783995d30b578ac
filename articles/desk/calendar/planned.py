"""All that happens by itself at a time: what editors planned, and stories dated ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils import timezone

from articles.models import PLANS, Article, Feature, Provider
from articles.text import display_text
from articles.times import TOLERANCE, day_of, midnight
from articles.wording import name_of

MOST = 200  # of a kind in a week; the calendar says where there are more
VERBS = {
    "publish": ("goes public", "go public"),
    "hold": ("is held", "are held"),
    "feature": ("off the top", "off the top"),
    "ahead": ("dated ahead", "dated ahead"),
    "mute": ("mute ends", "mutes end"),
}
SHOWN = ("pk", "title", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`pk` and `version` are the article's, of a mute the source's; `by` is "" for a seed's doing,
    `topic` the one that it is on top of."""

    kind: str
    at: datetime
    pk: int
    version: int
    title: str
    by: str = ""
    topic: int = 0
    topic_name: str = ""

    @property
    def verb(self) -> str:
        return VERBS[self.kind][0]

    @property
    def verb_of_many(self) -> str:
        return VERBS[self.kind][1]


def between(start: datetime, end: datetime) -> list[Entry]:
    """Return what is planned from `start` to before `end`, soonest first."""
    found = [
        *_plans("publish", "publish_at", start, end),
        *_plans("hold", "hold_at", start, end),
        *_features(start, end),
        *_ahead(start, end),
        *_mutes(start, end),
    ]
    return sorted(found, key=attrgetter("at", "kind", "title"))


def _plans(kind: str, plan: str, start: datetime, end: datetime) -> Iterator[Entry]:
    rows = Article.objects.filter(**_range(plan, start, end)).select_related(PLANS[plan])
    for row in rows.only(*SHOWN, plan, PLANS[plan]).order_by(plan, "pk")[:MOST]:
        yield _entry(kind, row, at=getattr(row, plan), by=name_of(getattr(row, PLANS[plan])))


def _features(start: datetime, end: datetime) -> Iterator[Entry]:
    rows = Feature.objects.holding().filter(**_range("until", start, end))
    for row in rows.select_related("article", "topic", "by").order_by("until", "pk")[:MOST]:
        place = {"topic": row.topic_id, "topic_name": display_text(row.topic.name)}
        yield _entry("feature", row.article, at=row.until, by=name_of(row.by), **place)


def _ahead(start: datetime, end: datetime) -> Iterator[Entry]:
    first = max(start, timezone.now() + TOLERANCE)
    rows = Article.objects.filter(public__in=[True], **_range("published_at", first, end))
    for row in rows.only(*SHOWN, "published_at").order_by("published_at", "pk")[:MOST]:
        yield _entry("ahead", row, at=row.published_at)


def _mutes(start: datetime, end: datetime) -> Iterator[Entry]:
    rows = Provider.objects.muted().filter(**_range("muted_until", day_of(start), day_of(end)))
    for row in rows.order_by("muted_until", "pk")[:MOST]:
        if row.muted_until:
            yield Entry(
                kind="mute",
                at=midnight(row.muted_until),
                pk=row.pk,
                version=row.version,
                title=row.name,
                by=row.muted_by,
            )


def _entry(kind: str, article: Article, **more: Any) -> Entry:
    return Entry(kind=kind, pk=article.pk, version=article.version, title=article.headline, **more)


def _range(field: str, start: object, end: object) -> dict[str, object]:
    return {f"{field}__gte": start, f"{field}__lt": end}
