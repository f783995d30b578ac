"""An article's fields as the plain values that events and conflicts hold, and back.

Numbers and texts stand for themselves, a time is its ISO form, another article or a person the
primary key; topics are names, images addresses, links snapshots.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.utils.dateparse import parse_datetime

from articles.actions import lists
from articles.actions.errors import Refused
from articles.models import Article, Provider

Values = dict[str, Any]

LISTS: dict[str, tuple[Callable[[Article], Any], Callable[[Article, Any], None]]] = {
    "topics": (lists.topics, lists.set_topics),
    "images": (lists.images, lists.set_images),
    "links": (lists.links, lists.set_links),
    "conflicts": (lists.conflicts, lists.set_conflicts),
    "related": (lists.links, lists.set_links),  # as imports call them
}
REFERENCES = {"folded_into", "decided_by"}
TIMES = {"decided_at", "published_at"}
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
FIELDS = {"title", "excerpt", "quality", "heat", "state", "review", *TIMES, *IMPORTED, *REFERENCES}


def read(article: Article, field: str) -> Any:
    """The field's plain value."""
    if field in LISTS:
        return LISTS[field][0](article)
    if field in REFERENCES:
        return getattr(article, f"{field}_id")
    if field == "provider":
        return [article.provider.domain, article.provider_name]
    value = getattr(article, field)
    return value.isoformat() if isinstance(value, datetime) else value


def difference(article: Article, to: Values) -> tuple[Values, Values]:
    """The fields of `to` that the article has otherwise: as they are, and as they shall be."""
    now = {field: read(article, field) for field in to}
    changed = [field for field in to if not same(field, now[field], to[field])]
    return {field: now[field] for field in changed}, {field: to[field] for field in changed}


def same(field: str, one: Any, other: Any) -> bool:
    """Whether two plain values mean the same. Links are known by address and title."""
    if field in ("links", "related"):
        return _known_by(one) == _known_by(other)
    return bool(one == other)


def columns(to: Values, by: AbstractBaseUser) -> Values:
    """What an UPDATE by that person sets for these plain values; lists have rows of their own.

    Raises Refused for a field that nobody may set, or that names something gone.
    """
    plain = {field for field in to if field not in LISTS and field != "provider"}
    columns = {field: _column(field, to[field], by) for field in plain}
    if "published_at" in to:
        columns["day"] = columns["published_at"].astimezone(UTC).date()
    return {**columns, **_provider(*to["provider"])} if "provider" in to else columns


def write_lists(article: Article, to: Values) -> None:
    """Rewrite the rows of the list fields in `to`."""
    for field in LISTS.keys() & to.keys():
        LISTS[field][1](article, to[field])


def _column(field: str, value: Any, by: AbstractBaseUser) -> Any:
    if field not in FIELDS:
        raise Refused(f"“{field}” is not a field that can be set.")
    if value is None:
        return None
    if field in TIMES:
        return parse_datetime(value)
    if field == "decided_by":
        return by if value == by.pk else get_user_model()._default_manager.filter(pk=value).first()
    return _lead(value) if field == "folded_into" else value


def _lead(pk: int) -> Article:
    article = Article.objects.filter(pk=pk).first()
    if article is None:
        raise Refused("The story it was folded into is gone.")
    return article


def _provider(domain: str, name: str) -> Values:
    provider = Provider.objects.filter(domain=domain).first()
    if provider is None:
        raise Refused(f"There is no provider “{domain}” any more.")
    return {"provider": provider, "provider_name": name}


def _known_by(links: list[lists.Snapshot]) -> list[tuple[str, str]]:
    return [(link["url"], link["title"]) for link in links]
