"""What becomes of topics: admins make, describe, rename and move them, imports bring them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles.actions import text_input
from articles.actions.catalog import Catalog
from articles.actions.change import Done, Written, compare_and_set, record
from articles.actions.errors import Refused, Stale, Taken
from articles.actions.topic_index import chain, measure, reindex, tree
from articles.actions.values import Values
from articles.models import ArticleTopic, Topic, TopicRedirect
from articles.models.topic import MAX_THRESHOLD
from articles.seeds.limits import MAX_DESCRIPTION, MAX_TOPIC
from articles.seeds.topic_names import RESERVED, name_key, topic_name, topic_slug

MAX_DEPTH = 5  # levels, the root's included
MAX_ORDER = 1_000_000


@transaction.atomic
def create(
    *,
    by: User,
    name: str,
    slug: str = "",
    short_name: str = "",
    description: str = "",
    parent: Topic | None = None,
    order: int = 1000,
    keywords: list[str] | None = None,
    aliases: list[str] | None = None,
    accepted: bool = True,
    threshold: int | None = None,
) -> Done[Topic]:
    to = _described(name, short_name, description, parent, order, keywords or [])
    to |= _measured(threshold)
    to |= {"aliases": text_input.clean_lines(aliases or []), "accepted": accepted}
    catalog = Catalog()
    to["slug"] = _typed_slug(slug) if slug else catalog.topics.free_slug(to["name"])
    refuse_old_slug(None, to)
    row, before, after = write(None, to, catalog)
    event = record(by=by, group=None, action="create", topic=row, before=before, after=after)
    return Done(row, event.group)


def edit(
    *,
    topic: Topic | int,
    by: User,
    version: int,
    name: str,
    short_name: str,
    description: str,
    parent: Topic | None,
    order: int,
    keywords: list[str],
    threshold: int | None,
    slug: str = "",
    aliases: list[str] | None = None,
    accepted: bool | None = None,
) -> Done[Topic]:
    """Set what the topic says, where it hangs in the tree, and the threshold of its articles.

    The slug changes only when one is given; the old one then leads readers on. So does the old
    name, which is an alias from then on. Raises Stale, Refused.
    """
    to = _described(name, short_name, description, parent, order, keywords)
    to |= _measured(threshold)
    row = current(topic)
    if slug and slug != row.slug:
        to["slug"] = _typed_slug(slug)
    if aliases is not None:
        to["aliases"] = aliases_after(row, to["name"], text_input.clean_lines(aliases))
    if accepted is not None:
        to["accepted"] = accepted
    return change(topic=row, by=by, version=version, action="edit", to=to)


@transaction.atomic
def accept(*, topics: Iterable[Topic], by: User) -> int:
    """Take those that wait into the readers' navigation, in one act; return their number."""
    waiting = Topic.objects.select_for_update().filter(accepted=False)
    rows, act = list(waiting.filter(pk__in=[topic.pk for topic in topics])), uuid.uuid4()
    for row in rows:
        to = {"accepted": True}
        change(topic=row, by=by, version=row.version, action="accept", to=to, group=act)
    return len(rows)


@transaction.atomic
def change(
    *,
    topic: Topic | int,
    by: User,
    version: int,
    action: str,
    to: Values,
    group: uuid.UUID | None = None,
) -> Done[Topic]:
    """Set the fields in `to`, plain values: the parent is its name. Articles are filed anew, and
    have another threshold; what was decided by the one before stays.

    Raises Stale, and Refused as `write` does or where another topic once had the slug.
    """
    row = current(topic)
    if row.version != version:
        raise Stale(row)
    refuse_old_slug(row, to)
    row, before, after = write(row, to, Catalog())
    if not after:
        return Done(row, None)
    if "parent" in after:
        refile([row.pk])
    elif "threshold" in after:
        measure(_filed([row.pk]))
    event = record(by=by, group=group, action=action, topic=row, before=before, after=after)
    return Done(row, event.group)


def write(
    topic: Topic | None, to: Values, catalog: Catalog, *, pk: int | None = None
) -> Written[Topic]:
    """Set these fields of the topic, or make one that has them: people's changes and imports alike.

    Values are plain: the parent is a name, the picture an address. An old slug leads readers on,
    an old name is an alias. The caller records it, and calls `refile` where the parent has changed.
    Raises Taken, Refused where the tree would not stay one, Stale where `topic` is not the topic as
    it is now.
    """
    if "name" in to:
        to = {**to, "name": topic_name(to["name"])}
        if topic and "aliases" not in to:
            to["aliases"] = aliases_after(topic, to["name"], topic.aliases)
    if topic is None:
        check(None, to, catalog)
        row = Topic.objects.create(pk=pk, **_columns(to, catalog))
        catalog.topics.put(row)
        return Written(row, {}, to)
    before = {field: read(topic, field) for field in to}
    after = {field: value for field, value in to.items() if value != before[field]}
    if after:
        check(topic, after, catalog)
        slug = topic.slug
        compare_and_set(topic, _columns(after, catalog))
        if slug != topic.slug:
            TopicRedirect.objects.filter(slug=topic.slug).delete()
            TopicRedirect.objects.get_or_create(slug=slug, defaults={"topic": topic})
        catalog.topics.put(topic, slug)
    return Written(topic, {field: before[field] for field in after}, after)


def check(topic: Topic | None, to: Values, catalog: Catalog) -> None:
    """Raise what `write` would raise, also for a parent that does not exist yet."""
    for name in (to.get("name", ""), *to.get("aliases", ())):
        _check_name(topic, name, catalog)
    slug = to.get("slug", "")
    other = catalog.topics.by_slug.get(slug)
    if other and other != topic:
        message = f"The address “{slug}” belongs to another topic: choose another."
        raise Taken(message, other, "slug")
    if to.get("parent"):
        _check_parent(topic, to, catalog)


def ensure(names: Iterable[str], catalog: Catalog, *, accepted: bool = True) -> list[Topic]:
    """Make the topics that are only named so far, and return those."""
    here = catalog.topics
    missing = (name for name in dict.fromkeys(names) if not here.find(name))
    news = ({"slug": here.free_slug(n), "name": n, "accepted": accepted} for n in missing)
    # One by one: another name may mean the one just made.
    return [write(None, new, catalog).row for new in news]


def aliases_after(topic: Topic, name: str, aliases: Iterable[str]) -> list[str]:
    """Return the aliases beside a new name: with the present one, which seeds go on using."""
    known = {name_key(alias): topic_name(alias) for alias in (*aliases, topic.name)}
    return [alias for key, alias in known.items() if key != name_key(name)]


def current(topic: Topic | int) -> Topic:
    pk = topic.pk if isinstance(topic, Topic) else topic
    return Topic.objects.select_related("parent").get(pk=pk)


def refile(topics: Iterable[int]) -> None:
    reindex(_filed(topics))


def read(topic: Topic, field: str) -> Any:
    if field == "parent":
        return topic.parent.name if topic.parent else None
    if field == "picture":
        return topic.picture.url if topic.picture else None
    return getattr(topic, field)


def _described(
    name: str,
    short_name: str,
    description: str,
    parent: Topic | None,
    order: int,
    keywords: list[str],
) -> Values:
    if not 0 <= order <= MAX_ORDER:
        raise Refused(f"The order lies between 0 and {MAX_ORDER:,}.")
    return {
        "name": text_input.clean_line("name", name, MAX_TOPIC, needed=True),
        "short_name": text_input.clean_line("short name", short_name, MAX_TOPIC),
        "description": text_input.clean_line("description", description, MAX_DESCRIPTION),
        "parent": parent.name if parent else None,
        "order": order,
        "keywords": text_input.clean_lines(keywords),
    }


def _measured(threshold: int | None) -> Values:
    if threshold is not None and not 0 <= threshold <= MAX_THRESHOLD:
        message = f"A topic's threshold lies between 0 and {MAX_THRESHOLD}; {threshold} does not."
        raise Refused(f"{message} Empty, that above it holds.")
    return {"threshold": threshold}


def _filed(topics: Iterable[int]) -> set[int]:
    filed = ArticleTopic.objects.filter(topic__in=topics)
    return set(filed.values_list("article_id", flat=True))


def refuse_old_slug(topic: Topic | None, to: Values) -> None:
    """Keep people from taking an address that leads to another topic. Seeds may: theirs wins."""
    others = TopicRedirect.objects.filter(slug=to.get("slug", ""))
    if (others.exclude(topic=topic) if topic else others).exists():
        raise Refused(f"The address “{to['slug']}” belongs to another topic: choose another.")


def _typed_slug(slug: str) -> str:
    address = topic_slug(slug)
    if address in RESERVED:
        raise Refused(f"The address “{address}” is one of the site's own: choose another.")
    return address


def _check_name(topic: Topic | None, name: str, catalog: Catalog) -> None:
    if len(topic_name(name)) > MAX_TOPIC:  # composed, some letters are two
        raise Refused(f"The name “{name}” is too long: shorten it to {MAX_TOPIC}.")
    key = name_key(name)
    namesake = catalog.topics.by_name.get(key)
    if namesake and namesake != topic:
        message = f"There is a topic “{name}” already: choose another name."
        raise Taken(message, namesake, "name")
    owner = catalog.topics.by_alias.get(key)
    if owner and owner != topic:
        message = f"“{name}” is an alias of the topic “{owner}”: take it out there first."
        raise Taken(message, owner, "alias")


def _check_parent(topic: Topic | None, to: Values, catalog: Catalog) -> None:
    parent = catalog.topics.find(to["parent"])
    if parent is None:
        if name_key(to.get("name", "")) == name_key(to["parent"]):
            raise Refused(f"“{to['parent']}” cannot be part of itself: name another parent.")
        return
    parents = tree()
    above = chain(parents, parent.pk)
    if topic and topic.pk in above:
        raise Refused(f"“{parent}” lies below “{topic}”: a topic cannot be part of itself.")
    if len(above) + (_height(parents, topic.pk) if topic else 1) > MAX_DEPTH:
        raise Refused(f"Topics are at most {MAX_DEPTH} levels deep: choose a higher parent.")


def _height(parents: dict[int, int | None], pk: int) -> int:
    chains = [chain(parents, key) for key in parents]
    return max(chain.index(pk) + 1 for chain in chains if pk in chain)


def _columns(to: Values, catalog: Catalog) -> Values:
    columns = dict(to)
    if "parent" in to:
        columns["parent"] = catalog.topics.get(to["parent"]) if to["parent"] else None
    if "picture" in to:
        del columns["picture"]
        columns["picture_id"] = catalog.pictures.get(to["picture"]) if to["picture"] else None
    return columns
