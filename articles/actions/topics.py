"""What admins do to topics: make, describe, rename and move them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from articles import text
from articles.actions import lines, lists
from articles.actions.change import Done, compare_and_set, record
from articles.actions.errors import Refused, Stale
from articles.actions.topic_index import chain, reindex, tree
from articles.actions.values import Values
from articles.models import ArticleTopic, Topic, TopicRedirect

MAX_DEPTH = 5  # levels, the root's included
MAX_NAME = 100
MAX_DESCRIPTION = 5000
MAX_ORDER = 1_000_000


@transaction.atomic
def create(
    *,
    by: AbstractBaseUser,
    name: str,
    slug: str = "",
    short_name: str = "",
    description: str = "",
    parent: Topic | None = None,
    order: int = 1000,
    keywords: list[str] | None = None,
) -> Done[Topic]:
    """Make a topic. Without a slug, the name makes one. Raises Refused."""
    to = _checked(None, name, short_name, description, parent, order, keywords or [])
    to["slug"] = _free_slug(slug or name, None)
    row = Topic.objects.create(**_columns(to))
    event = record(by=by, group=None, action="create", topic=row, before={}, after=to)
    return Done(row, event.group)


def edit(
    *,
    topic: Topic | int,
    by: AbstractBaseUser,
    version: int,
    name: str,
    short_name: str,
    description: str,
    parent: Topic | None,
    order: int,
    keywords: list[str],
    slug: str = "",
) -> Done[Topic]:
    """Set what the topic says, and where it hangs in the tree.

    The slug changes only when one is given; the old one then leads readers on. Raises Stale,
    Refused.
    """
    row = _current(topic)
    to = _checked(row, name, short_name, description, parent, order, keywords)
    if slug:
        to["slug"] = _free_slug(slug, row)
    return change(topic=row, by=by, version=version, action="edit", to=to)


@transaction.atomic
def change(
    *,
    topic: Topic | int,
    by: AbstractBaseUser,
    version: int,
    action: str,
    to: Values,
    group: uuid.UUID | None = None,
) -> Done[Topic]:
    """Set the fields in `to`, plain values: the parent is its name. Articles are filed anew.

    Checks that the tree stays one, and that name and slug are free. Raises Stale, Refused.
    """
    row = _current(topic)
    if row.version != version:
        raise Stale(row)
    after: Values = {field: value for field, value in to.items() if read(row, field) != value}
    if not after:
        return Done(row, None)
    before = {field: read(row, field) for field in after}
    _check_free(row, after)
    compare_and_set(row, version, _columns(after))
    if "slug" in after:
        _leave_redirect(row, after["slug"])
    if "parent" in after:
        reindex(ArticleTopic.objects.filter(topic=row).values_list("article", flat=True))
    event = record(by=by, group=group, action=action, topic=row, before=before, after=after)
    return Done(_current(row), event.group)


def read(topic: Topic, field: str) -> Any:
    """The field's plain value."""
    if field == "parent":
        return topic.parent.name if topic.parent else None
    if field == "picture":
        return topic.picture.url if topic.picture else None
    return getattr(topic, field)


def bring_back(*, pk: int, to: Values) -> Topic:
    """Make the topic again that had this key and these values. Raises Refused."""
    _check_free(None, to)
    return Topic.objects.create(pk=pk, **_columns(to))


def check_place(topic: Topic | None, parent: Topic | None) -> None:
    """Refuse a parent that lies below the topic, and a tree deeper than MAX_DEPTH."""
    if parent is None:
        return
    parents = tree()
    above = chain(parents, parent.pk)
    if topic and topic.pk in above:
        raise Refused(f"“{parent}” lies below “{topic}”: a topic cannot be part of itself.")
    below = _height(parents, topic.pk) if topic else 1
    if len(above) + below > MAX_DEPTH:
        raise Refused(f"Topics are at most {MAX_DEPTH} levels deep: choose a higher parent.")


def _checked(
    topic: Topic | None,
    name: str,
    short_name: str,
    description: str,
    parent: Topic | None,
    order: int,
    keywords: list[str],
) -> Values:
    if not 0 <= order <= MAX_ORDER:
        raise Refused(f"The order lies between 0 and {MAX_ORDER:,}.")
    to: Values = {
        "name": lines.plain("name", name, MAX_NAME, needed=True),
        "short_name": lines.plain("short name", short_name, MAX_NAME),
        "description": lines.plain("description", description, MAX_DESCRIPTION),
        "parent": parent.name if parent else None,
        "order": order,
        "keywords": lines.words(keywords),
    }
    check_place(topic, parent)
    _check_name(to["name"], topic)
    return to


def _check_free(topic: Topic | None, after: Values) -> None:
    if "name" in after:
        _check_name(after["name"], topic)
    if "parent" in after:
        check_place(topic, _by_name(after["parent"]))
    if "slug" in after:
        _free_slug(after["slug"], topic)


def _check_name(name: str, topic: Topic | None) -> None:
    """Names are compared in Python: SQLite knows the case of ASCII letters only."""
    others = _others(topic).values_list("name", flat=True)
    if name.casefold() in {other.casefold() for other in others}:
        raise Refused(f"There is a topic “{name}” already: choose another name.")


def _free_slug(wanted: str, topic: Topic | None) -> str:
    slug = text.slugify(wanted)[:MAX_NAME].strip("-")
    others = _others(topic)
    if others.filter(Q(slug=slug) | Q(old_slugs__slug=slug)).exists():
        raise Refused(f"The address “{slug}” belongs to another topic: choose another.")
    return slug


def _others(topic: Topic | None) -> QuerySet[Topic]:
    return Topic.objects.exclude(pk=topic.pk) if topic else Topic.objects.all()


def _leave_redirect(topic: Topic, slug: str) -> None:
    TopicRedirect.objects.filter(slug=slug, topic=topic).delete()
    TopicRedirect.objects.get_or_create(slug=topic.slug, defaults={"topic": topic})


def _columns(to: Values) -> Values:
    rows = {"parent": _by_name, "picture": lists.picture}
    return {field: rows[field](value) if field in rows else value for field, value in to.items()}


def _by_name(name: str | None) -> Topic | None:
    if name is None:
        return None
    topic = Topic.objects.filter(name=name).first()
    if topic is None:
        raise Refused(f"There is no topic “{name}” any more.")
    return topic


def _current(topic: Topic | int) -> Topic:
    pk = topic.pk if isinstance(topic, Topic) else topic
    return Topic.objects.select_related("parent").get(pk=pk)


def _height(parents: dict[int, int | None], pk: int) -> int:
    """Levels of the topic and what lies below it."""
    chains = [chain(parents, key) for key in parents]
    return max(chain.index(pk) + 1 for chain in chains if pk in chain)
