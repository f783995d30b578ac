"""What to drop of a search and filters that nothing matches."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import QueryDict

from articles.desk.addresses import queue_with
from articles.models.article import ArticleQuerySet
from articles.paging import capped_count
from articles.queue.filters import Asked, asked
from articles.queue.queues import count_text

MOST = 4  # that are tried


@dataclass(frozen=True)
class WayOut:
    label: str
    address: str
    count: str


def ways_out(
    params: QueryDict, articles: ArticleQuerySet, by: User, nothing: Asked
) -> list[WayOut]:
    """Return what one part less would find, where that is anything; alone, a part is dropped with
    all."""
    tries = [(part.label, {"q": part.without}) for part in nothing.said]
    tries += [(chip.label, {chip.name: ""}) for chip in nothing.in_force]
    if len(tries) < 2:
        return []
    found = [_without(params, articles, by, label, less) for label, less in tries[:MOST]]
    return [way for way in found if way.count != "0"]


def _without(
    params: QueryDict, articles: ArticleQuerySet, by: User, label: str, less: dict[str, str]
) -> WayOut:
    rest = params.copy()
    for name, value in less.items():
        rest[name] = value
    count = capped_count(asked(rest, articles, by).found.articles)
    return WayOut(label, queue_with(params, **less), count_text(count))
