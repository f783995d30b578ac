"""An article's fields as the plain values that events and conflicts hold, and back.

Numbers and texts stand for themselves, a time is its ISO form, another article or a person the
primary key; topics are names, images addresses, links snapshots.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.dateparse import parse_datetime

from articles.actions import lists
from articles.actions.catalog import Catalog
from articles.actions.errors import Refused
from articles.actions.lists import Lists, Snapshot
from articles.models import Article, Event

Values = dict[str, Any]

LISTS: dict[str, Callable[[Article], Any]] = {
    "topics": lists.topics,
    "images": lists.images,
    "links": lists.links,
    "conflicts": lists.conflicts,
}
SEED_NAMES = {"related": "links"}  # what seeds call otherwise, and so did imports in old events
REFERENCES = {"folded_into", "decided_by"}
TIMES = {"decided_at", "changed_at", "published_at"}
# Only seeds set these; they come here when an import is undone.
IMPORTED = {
    "category",
    "type",
    "canonical_url",
    "original_url",
    "web_url",
    "amp_url",
    "cdn_amp_url",
    "featured_content",
    "extra",
    "published_at",
}
FIELDS = {
    *("title", "excerpt", "quality", "heat", "state", "state_by", "review"),
    *TIMES,
    *IMPORTED,
    *REFERENCES,
}


def field_name(name: str) -> str:
    return SEED_NAMES.get(name, name)


def of_event(event: Event) -> tuple[Values, Values]:
    """Return what an event says of before and after, by the names that fields have today."""
    before, after = (
        {field_name(name): value for name, value in values.items()}
        for values in (event.before, event.after)
    )
    return before, after


def read(article: Article, field: str) -> Any:
    if field in LISTS:
        return LISTS[field](article)
    if field in REFERENCES:
        return getattr(article, f"{field}_id")
    if field == "provider":
        return [article.provider.domain, article.provider_name]
    return plain(getattr(article, field))


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def difference(article: Article, to: Values) -> tuple[Values, Values]:
    """Return the fields of `to` that the article has otherwise: as they are, as they shall be."""
    now = {field: read(article, field) for field in to}
    changed = [field for field in to if not same(field, now[field], to[field])]
    return {field: now[field] for field in changed}, {field: to[field] for field in changed}


def same(field: str, one: Any, other: Any) -> bool:
    """Return whether two plain values mean the same. Links are known by address and title."""
    if field == "links":
        return _addresses_and_titles(one) == _addresses_and_titles(other)
    return bool(one == other)


def columns(to: Values, by: User, catalog: Catalog) -> Values:
    """Return what an UPDATE by that person sets for these plain values; lists are not among them.

    Raises Refused for a field that nobody may set, or that names something gone.
    """
    single = to.keys() - LISTS.keys() - {"provider"}
    columns = {field: _column(field, to[field], by) for field in single}
    if "published_at" in to:
        columns["day"] = columns["published_at"].astimezone(UTC).date()
    if "provider" in to:
        domain, columns["provider_name"] = to["provider"]
        columns["provider"] = catalog.providers.get(domain)
    return columns


def lists_of(to: Values, catalog: Catalog) -> Lists:
    topics, images, links = (to.get(name) for name in ("topics", "images", "links"))
    return Lists(
        topics=None if topics is None else _topic_keys(topics, catalog),
        images=None if images is None else [catalog.pictures.get(url) for url in images],
        links=None if links is None else [lists.link_of(shot) for shot in links],
        conflicts=to.get("conflicts"),
    )


def _topic_keys(names: list[str], catalog: Catalog) -> list[int]:
    return list(dict.fromkeys(catalog.topics.get(name).pk for name in names))


def _column(field: str, value: Any, by: User) -> Any:
    if field not in FIELDS:
        raise Refused(f"“{field}” is not a field that can be set.")
    if value is None:
        return None
    if field in TIMES:
        return parse_datetime(value)
    if field == "decided_by":
        return by if value == by.pk else User.objects.filter(pk=value).first()
    return _lead(value) if field == "folded_into" else value


def _lead(pk: int) -> Article:
    article = Article.objects.filter(pk=pk).first()
    if article is None:
        raise Refused("The story it was folded into is gone.")
    return article


def _addresses_and_titles(links: list[Snapshot]) -> list[tuple[str, str]]:
    return [(link["url"], link["title"]) for link in links]
