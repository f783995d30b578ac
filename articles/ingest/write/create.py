"""New articles, a chunk at a time, as plain rows: the bulk of a first import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import Any

from articles.actions.change import name_of
from articles.actions.lists import join_waiting
from articles.actions.topic_index import above
from articles.ingest.plan.classify import Change
from articles.ingest.write.context import ImportContext
from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Event,
    Origin,
    RelatedLink,
    Review,
    State,
)
from articles.rows import insert, keys
from articles.seeds.values import PLAIN, LinkValue
from articles.text import slugify
from articles.times import day_of

Row = tuple[Any, ...]

ARTICLE = (
    "id",
    *PLAIN,
    "state",
    "review",
    "path",
    "slug",
    "day",
    "provider_id",
    "provider_name",
    "batch_id",
    "imported_at",
    "first_published_at",
)
TOPIC = ("article_id", "topic_id", "position", "public", "day", "weight", "published_at")
IMAGE = ("article_id", "image_id", "position")
LINK = ("article_id", "target_id", "position", "origin", *LinkValue._fields)
# An enum looks its value up each time: in bulk it shows.
FROM_SEED, UNREVIEWED = Origin.SEED.value, Review.UNREVIEWED.value
UNPUBLISHED = State.UNPUBLISHED.value
EVENT = ("group", "at", "actor_id", "actor_name", "action", "article_id", "batch_id")

plain_columns = attrgetter(*PLAIN)


def create(session: ImportContext, changes: list[Change], here: Mapping[str, int]) -> None:
    """Insert the articles of these changes and all that hangs on them; sets `change.pk`. `here` are
    the articles that they may link to, by canonical URL."""
    slugs = _slugs([change.file.place.path for change in changes])
    for change, key in zip(changes, keys(Article, len(changes)), strict=True):
        change.pk = key
    insert(Article, ARTICLE, (_article(session, change, slugs) for change in changes))
    tree = above()
    insert(ArticleTopic, TOPIC, (row for c in changes for row in _topics(session, c, tree)))
    insert(ArticleImage, IMAGE, (row for change in changes for row in _images(session, change)))
    arrived = {change.theirs.canonical_url: change.pk for change in changes}
    targets = {**here, **arrived}
    insert(RelatedLink, LINK, (row for change in changes for row in _links(change, targets)))
    insert(Event, EVENT, (_event(session, change) for change in changes))
    join_waiting(arrived)


def _article(session: ImportContext, change: Change, slugs: dict[str, str]) -> Row:
    theirs, path = change.theirs, change.file.place.path
    state = _state(session, change)
    domain, name = theirs.provider
    return (
        change.pk,
        *plain_columns(theirs),
        state,
        UNREVIEWED,
        path,
        slugs[path],
        day_of(theirs.published_at),
        session.catalog.providers.by_domain[domain].pk,
        name,
        session.batch.pk,
        session.now,
        session.now if state != UNPUBLISHED else None,
    )


def _topics(session: ImportContext, change: Change, tree: Mapping[Any, list[int]]) -> Iterator[Row]:
    """With what the database computes for the article itself; topics that are only above a listed
    one have no place."""
    theirs = change.theirs
    moment, quality, heat = theirs.published_at, theirs.quality, theirs.heat
    public, day = _state(session, change) != UNPUBLISHED, day_of(moment)
    weight = next((number for number in (heat, quality) if number is not None), 0)
    listed = session.catalog.topics.keys(theirs.topics)
    places: dict[Any, int | None] = {key: place for place, key in enumerate(listed)}
    for key in chain.from_iterable(tree[key] for key in listed):
        places.setdefault(key, None)
    for key, position in places.items():
        yield change.pk, key, position, public, day, weight, moment


def _state(session: ImportContext, change: Change) -> str:
    return UNPUBLISHED if session.hold else change.theirs.state


def _images(session: ImportContext, change: Change) -> Iterator[Row]:
    for place, picture in enumerate(change.theirs.images):
        yield change.pk, session.catalog.pictures.ids[picture.url], place


def _links(change: Change, targets: dict[str, int]) -> Iterator[Row]:
    for place, link in enumerate(change.theirs.related):
        yield change.pk, targets.get(link.canonical_url), place, FROM_SEED, *link


def _event(session: ImportContext, change: Change) -> Row:
    actor = session.by.pk if session.by else None
    who = (session.group, session.now, actor, name_of(session.by))
    return *who, "import", change.pk, session.batch.pk


def _slugs(paths: list[str]) -> dict[str, str]:
    """The file's stem; where that is taken, with a mark of the whole path behind it."""
    stems = {path: slugify(_stem(path)) for path in paths}
    wanted = set(stems.values())
    taken = set(Article.objects.filter(slug__among=wanted).values_list("slug", flat=True))
    slugs: dict[str, str] = {}
    for path, stem in stems.items():
        slug = stem if stem not in taken else f"{stem}-{_mark(path)}"
        taken.add(slug)
        slugs[path] = slug
    return slugs


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _mark(path: str) -> str:
    return blake2b(path.encode(), digest_size=4).hexdigest()
