"""The list of stories: that with the newest member first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles import paging
from articles.display.cards import Card, cards
from articles.query.stories import members_of, newest_members

ORDER = ("-published_at", "-id")
PAGE_SIZE = 30


@dataclass(frozen=True)
class Story:
    """`first` and `last` are when its first article was published, and its last one."""

    lead: Card
    articles: int
    sources: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Page:
    rows: Sequence[Story]
    after: str | None
    first: bool


def page(cursor: str) -> Page:
    found = paging.page(newest_members().only("published_at"), ORDER, cursor, PAGE_SIZE)
    return Page(_stories([row.lead_key for row in found.rows]), found.after, found.first)


def _stories(leads: Sequence[int]) -> list[Story]:
    parts: defaultdict[int, list[tuple[str, datetime]]] = defaultdict(list)
    members = members_of(leads).order_by()
    for key, domain, at in members.values_list("lead_key", "provider__domain", "published_at"):
        parts[key].append((domain, at))
    return [_story(lead, parts[lead.pk]) for lead in cards(leads, topics=False, pictures=False)]


def _story(lead: Card, members: Sequence[tuple[str, datetime]]) -> Story:
    domains = {lead.source.domain, *(domain for domain, _ in members)}
    times = [lead.published_at, *(at for _, at in members)]
    return Story(lead, len(times), len(domains), min(times), max(times))
