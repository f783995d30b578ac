"""The one way in which things change: compare the version, set, write an event."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from articles import search
from articles.actions import lists, values
from articles.actions.catalog import Catalog
from articles.actions.errors import Stale
from articles.actions.judgement import pairs
from articles.actions.lists import Lists
from articles.actions.topic_index import SORTED_BY, reindex
from articles.actions.values import Values
from articles.judgement import indexing
from articles.models import Article, Event, Review, State, StateBy
from articles.wording import name_of

Row = TypeVar("Row", bound=Model)
WORDS = {"title", "excerpt", "web_url", "original_url"}


@dataclass(frozen=True)
class Done(Generic[Row]):
    """What an action did: the thing as it is now, and the act, which can be undone and which all
    events of it share; None where nothing had to change. `cancelled` are the times for which
    something was planned that is off now."""

    row: Row
    act: uuid.UUID | None
    cancelled: Sequence[datetime] = ()


class Written(NamedTuple, Generic[Row]):
    """A row as it is now, and the fields that were written: as they were, nothing for a new row,
    and as they are."""

    row: Row
    before: Values
    after: Values


@transaction.atomic
def change(
    *,
    article: Article | int,
    by: User | None,
    version: int,
    action: str,
    to: Values,
    group: uuid.UUID | None = None,
    always: bool = False,
    reason: str = "",
    story: Values | None = None,
) -> Done[Article]:
    """Set the fields in `to`, plain values as `actions.values` has them. The history tells the
    `reason`, and of which `story` it was, where there is one.

    Nothing is written when every field is as it should be, but for when it was decided, unless
    `always`. Raises Stale when `version` is not the current one, Refused when a value names
    something that is gone.
    """
    row = current(article)
    if row.version != version:
        raise Stale(row)
    if to.get("state_by", StateBy.DESK) != StateBy.DESK:
        to = {**to, "ruled_by": None}  # it stands by no rule of the desk any more
    before, after = values.difference(row, to)
    if not (values.is_news(after) or always):
        return Done(row, None)
    catalog = Catalog()
    write(row, values.columns(after, by, catalog), values.lists_of(after, catalog))
    if SORTED_BY & after.keys():
        reindex([row.pk])
    if indexing.JUDGED_BY & after.keys():
        transaction.on_commit(indexing.enqueue_if_due)
    told = {"reason": reason, "story": story}
    said = {**after, **{name: value for name, value in told.items() if value}}
    event = record(by=by, action=action, group=group, before=before, after=said, article=row)
    return Done(row, event.group, values.cancelled(action, before, after))


def write(row: Article, columns: Values, to: Lists) -> None:
    """Write an article that is here, and have `row` say so: people's changes and imports alike.

    `columns` are what an UPDATE sets. The caller records it, and reindexes the article where any of
    what lists sort by is among it. Raises Stale where `row` is not the article as it is now.
    """
    if row.first_published_at is None and _is_public(row, columns):
        moment = columns.get("published_at", row.published_at)
        columns = {**columns, "first_published_at": max(moment, timezone.now())}
    if not columns.keys().isdisjoint(search.SEARCHED):
        texts = (columns.get(name, getattr(row, name)) for name in search.SEARCHED)
        columns = {**columns, "search_words": search.words_of(*texts)}
    if _is_reworded(row, columns):
        columns = {**columns, "updated_at": timezone.now()}
    settles = to.refusals is not None or pairs.settles(row, columns)
    compare_and_set(row, columns)
    lists.write(row, to)
    if settles:
        pairs.settle(row.pk)
    if indexing.JUDGED_BY & columns.keys():
        indexing.note([row.pk])
    if "canonical_url" in columns:
        lists.join_waiting({row.canonical_url: row.pk})


def current(article: Article | int) -> Article:
    return Article.objects.get(pk=article.pk if isinstance(article, Article) else article)


def compare_and_set(row: Any, columns: Values) -> None:
    """Set the columns if the row still has the version that it says, and raise that by one.

    `row` says the same afterwards. Raises Stale.
    """
    rows, news = type(row)._default_manager, {**columns, "version": row.version + 1}
    if not rows.filter(pk=row.pk, version=row.version).update(**news):
        raise Stale(rows.get(pk=row.pk))
    for name, value in news.items():
        setattr(row, name, value)
    for field in row._meta.concrete_fields:
        if field.generated:  # the database knows: it is asked by whoever wants to know
            row.__dict__.pop(field.attname, None)


def record(*, by: User | None, group: uuid.UUID | None, **fields: Any) -> Event:
    return Event.objects.create(**{**signed(by), "group": group or uuid.uuid4(), **fields})


def signed(by: User | None) -> Values:
    return {"actor": by, "actor_name": name_of(by), "at": timezone.now()}


def _is_public(row: Article, columns: Values) -> bool:
    state, review = columns.get("state", row.state), columns.get("review", row.review)
    return bool(state != State.UNPUBLISHED and review != Review.REJECTED)


def _is_reworded(row: Article, columns: Values) -> bool:
    """Return whether readers will see another title, excerpt or address."""
    if not WORDS & columns.keys():
        return False
    words = {name: columns.get(name, getattr(row, name)) for name in WORDS}
    return _words(Article(**words)) != _words(row)


def _words(row: Article) -> tuple[str, ...]:
    return row.headline, row.summary, row.url
