"""An article's fields as the plain values that events and conflicts hold, and back.

Numbers and texts stand for themselves, a time is its ISO form, another article or a person the
primary key; topics are names, images addresses, links snapshots.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.actions import lists
from articles.actions.catalog import Catalog
from articles.actions.errors import Refused
from articles.actions.lists import Lists, Snapshot
from articles.models import PLANS, Article, Event, Feature, Rule

Values = dict[str, Any]

LISTS: dict[str, Callable[[Article], Any]] = {
    "topics": lists.topics,
    "images": lists.images,
    "links": lists.links,
    "conflicts": lists.conflicts,
    "features": lists.features,
    "refusals": lists.refusals,
}
SEED_NAMES = {"related": "links"}  # what seeds call otherwise, and so did imports in old events
REFERENCES = {"folded_into", "decided_by", "ruled_by"}
NAMED = {"assigned_to", "merged_into"}  # a key, and what that is called
TIMES = {"decided_at", "changed_at", "published_at"}
# Acts that set what is planned, or see to it.
PLANNING = ("schedule", "publish-scheduled", "hold-scheduled", "undo")
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
    *PLANS,
    *NAMED,
    "ruled",
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
    if field in PLANS:
        moment = getattr(article, field)
        return [moment.isoformat(), getattr(article, f"{PLANS[field]}_id")] if moment else None
    if field == "assigned_to":
        person = article.assigned_to
        return [person.pk, person.get_full_name() or person.get_username()] if person else None
    if field == "merged_into":
        return merged_into(article.merged_into)
    if field == "provider":
        return [article.provider.domain, article.provider_name]
    return plain(getattr(article, field))


def merged_into(article: Article | None) -> list[Any] | None:
    return [article.pk, article.title] if article else None


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def difference(article: Article, to: Values) -> tuple[Values, Values]:
    """Return the fields of `to` that the article has otherwise: as they are, as they shall be."""
    now = {field: read(article, field) for field in to}
    changed = [field for field in to if not same(field, now[field], to[field])]
    return {field: now[field] for field in changed}, {field: to[field] for field in changed}


def is_news(after: Values) -> bool:
    """Return whether a change would change anything but when somebody decided: that alone is the
    same decision once more."""
    return bool(after.keys() - {"decided_at"})


def cancelled(action: str, before: Values, after: Values) -> list[datetime]:
    """Return the times of what was planned, where something else than a plan put an end to it."""
    if action in PLANNING:
        return []
    plans = (before[name] for name in PLANS if name in after and before.get(name))
    return [datetime.fromisoformat(moment) for moment, _ in plans]


def has_passed(field: str, value: Any) -> bool:
    """Return whether the value is a plan for a time that has passed."""
    return field in PLANS and value and datetime.fromisoformat(value[0]) <= timezone.now()


def same(field: str, one: Any, other: Any) -> bool:
    """Return whether two plain values mean the same. Links are known by address and title, people
    and refused articles by their key."""
    if field == "links":
        return _addresses_and_titles(one) == _addresses_and_titles(other)
    if field == "refusals":
        one, other = ([shot["article"] for shot in value] for value in (one, other))
    if field in NAMED:
        one, other = (value and value[0] for value in (one, other))
    return bool(one == other)


def columns(to: Values, by: User | None, catalog: Catalog) -> Values:
    """Return what an UPDATE by that person sets for these plain values; lists are not among them.

    Raises Refused for a field that nobody may set, or that names something gone.
    """
    single = to.keys() - LISTS.keys() - PLANS.keys() - {"provider"}
    columns = {field: _column(field, to[field], by) for field in single}
    for plan in PLANS.keys() & to.keys():
        moment, who = to[plan] or (None, None)
        columns[plan] = moment and datetime.fromisoformat(moment)
        columns[PLANS[plan]] = _person(who, by)
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
        features=_features(to["features"], catalog) if "features" in to else None,
        refusals=to.get("refusals"),
    )


def _topic_keys(names: list[str], catalog: Catalog) -> list[int]:
    return list(dict.fromkeys(catalog.topics.get(name).pk for name in names))


def _features(places: list[lists.Snapshot], catalog: Catalog) -> list[Feature]:
    people = set(
        User.objects.filter(pk__in=[place["by"] for place in places]).values_list("pk", flat=True)
    )
    return [
        Feature(
            topic_id=catalog.topics.get(place["topic"]).pk,
            until=datetime.fromisoformat(place["until"]),
            by_id=place["by"] if place["by"] in people else None,
        )
        for place in places
    ]


def _column(field: str, value: Any, by: User | None) -> Any:
    if field not in FIELDS:
        raise Refused(f"“{field}” is not a field that can be set.")
    if value is None:
        return None
    if field in TIMES:
        return parse_datetime(value)
    if field == "decided_by":
        return _person(value, by)
    if field == "assigned_to":
        return _person(value[0], by)
    if field == "ruled_by":
        return Rule.objects.filter(pk=value).first()
    if field == "merged_into":
        return _story(value[0], "merged")
    return _story(value, "folded") if field == "folded_into" else value


def _person(pk: int | None, by: User | None) -> User | None:
    return by if by and pk == by.pk else User.objects.filter(pk=pk).first() if pk else None


def _story(pk: int, how: str) -> Article:
    article = Article.objects.filter(pk=pk).first()
    if article is None:
        raise Refused(f"The story it was {how} into is gone.")
    return article


def _addresses_and_titles(links: list[Snapshot]) -> list[tuple[str, str]]:
    return [(link["url"], link["title"]) for link in links]
