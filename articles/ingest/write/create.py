"""New articles, a chunk at a time, as plain rows: the bulk of a first import.

They do without the writer that changes articles (`actions.change`): nobody else knows them yet,
there is nothing to compare, and a row at a time would take several times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import Any

from articles.actions.lists import join_waiting
from articles.actions.topic_index import Given, above, thresholds
from articles.ingest.plan.classify import Change
from articles.ingest.write.context import ImportContext
from articles.judgement import indexing
from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Event,
    Origin,
    RelatedLink,
    Review,
    State,
    StateBy,
)
from articles.rows import insert, keys
from articles.search import words_of
from articles.seeds.values import PLAIN, LinkValue
from articles.text import slugify
from articles.times import day_of
from articles.wording import name_of

Row = tuple[Any, ...]

ARTICLE = (
    "id",
    *PLAIN,
    "state",
    "state_by",
    "review",
    "path",
    "slug",
    "day",
    "provider_id",
    "provider_name",
    "search_words",
    "batch_id",
    "imported_at",
    "updated_at",
    "first_published_at",
    *("threshold", "threshold_of_id"),
)
TOPIC = ("article_id", "topic_id", "position", "public", "day", "weight", "published_at")
IMAGE = ("article_id", "image_id", "position")
LINK = ("article_id", "target_id", "position", "origin", *LinkValue._fields)
# An enum looks its value up each time: in bulk it shows.
FROM_SEED, UNREVIEWED = Origin.SEED.value, Review.UNREVIEWED.value
BY_SEED, HELD_ON_IMPORT = StateBy.SEED.value, StateBy.IMPORT.value
UNPUBLISHED = State.UNPUBLISHED.value
SITES = Given()
EVENT = ("group", "at", "actor_id", "actor_name", "action", "article_id", "batch_id")

plain_columns = attrgetter(*PLAIN)


def create(context: ImportContext, changes: list[Change], here: Mapping[str, int]) -> None:
    """Insert the articles of these changes and all that hangs on them; sets `change.pk`. `here` are
    the articles that they may link to, by canonical URL."""
    slugs = _slugs(changes)
    for change, key in zip(changes, keys(Article, len(changes)), strict=True):
        change.pk = key
    given = thresholds()
    insert(Article, ARTICLE, (_article(context, change, slugs, given) for change in changes))
    tree = above()
    insert(ArticleTopic, TOPIC, (row for c in changes for row in _topics(context, c, tree)))
    insert(ArticleImage, IMAGE, (row for change in changes for row in _images(context, change)))
    arrived = {change.theirs.canonical_url: change.pk for change in changes}
    targets = {**here, **arrived}
    insert(RelatedLink, LINK, (row for change in changes for row in _links(change, targets)))
    insert(Event, EVENT, (_event(context, change) for change in changes))
    indexing.note(change.pk for change in changes)
    join_waiting(arrived)


def _article(
    context: ImportContext, change: Change, slugs: dict[str, str], given: Mapping[Any, Given]
) -> Row:
    theirs, path = change.theirs, change.file.place.path
    first = next(iter(context.catalog.topics.keys(theirs.topics)), None)
    state = _state(context, change)
    domain, name = theirs.provider
    return (
        change.pk,
        *plain_columns(theirs),
        state,
        HELD_ON_IMPORT if context.hold else BY_SEED,
        UNREVIEWED,
        path,
        slugs[path],
        day_of(theirs.published_at),
        context.catalog.providers.by_domain[domain].pk,
        name,
        words_of(theirs.title, theirs.excerpt, name),
        context.batch.pk,
        context.now,
        min(theirs.published_at, context.now),
        max(context.now, theirs.published_at) if state != UNPUBLISHED else None,
        *given.get(first, SITES),
    )


def _topics(context: ImportContext, change: Change, tree: Mapping[Any, list[int]]) -> Iterator[Row]:
    """Yield rows with what the database computes for the article itself; topics that are only above
    a listed one have no position."""
    theirs = change.theirs
    moment, quality, heat = theirs.published_at, theirs.quality, theirs.heat
    public, day = _state(context, change) != UNPUBLISHED, day_of(moment)
    weight = next((number for number in (heat, quality) if number is not None), 0)
    listed = context.catalog.topics.keys(theirs.topics)
    positions: dict[Any, int | None] = {key: position for position, key in enumerate(listed)}
    for key in chain.from_iterable(tree[key] for key in listed):
        positions.setdefault(key, None)
    for key, position in positions.items():
        yield change.pk, key, position, public, day, weight, moment


def _state(context: ImportContext, change: Change) -> str:
    return UNPUBLISHED if context.hold else change.theirs.state


def _images(context: ImportContext, change: Change) -> Iterator[Row]:
    for position, picture in enumerate(change.theirs.images):
        yield change.pk, context.catalog.pictures.ids[picture.url], position


def _links(change: Change, targets: dict[str, int]) -> Iterator[Row]:
    for position, link in enumerate(change.theirs.related):
        yield change.pk, targets.get(link.canonical_url), position, FROM_SEED, *link


def _event(context: ImportContext, change: Change) -> Row:
    actor = context.by.pk if context.by else None
    who = (context.group, context.now, actor, name_of(context.by))
    return *who, "import", change.pk, context.batch.pk


def _slugs(changes: Sequence[Change]) -> dict[str, str]:
    """Return by path the stem of each file; where it is taken, with a mark of the whole path behind
    it, or of the story where another had that path."""
    wanted = {change.file.place.path: _possible_slugs(change) for change in changes}
    sought = {slug for slugs in wanted.values() for slug in slugs}
    taken = set(Article.objects.filter(slug__among=sought).values_list("slug", flat=True))
    slugs: dict[str, str] = {}
    for path, possible in wanted.items():
        slug = next(one for one in possible if one not in taken)
        taken.add(slug)
        slugs[path] = slug
    return slugs


def _possible_slugs(change: Change) -> list[str]:
    path, theirs = change.file.place.path, change.theirs
    stem, story = slugify(_stem(path)), f"{path}\n{theirs.canonical_url}\n{theirs.title}"
    return [stem, f"{stem}-{_digest(path)}", f"{stem}-{_digest(story)}"]


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=4).hexdigest()


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]
