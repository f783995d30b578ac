"""The one way in which people change things: compare the version, set, write an event."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from articles.actions import values
from articles.actions.errors import Stale
from articles.actions.topic_index import reindex
from articles.actions.values import Values
from articles.models import Article, Event, Review, State

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Done(Generic[Row]):
    """What an action did: the thing as it is now, and the act that undo takes back, which all
    events of it share; None where nothing had to change."""

    row: Row
    act: uuid.UUID | None


# A change of these moves the article in the lists of its topics.
FILED = {"state", "review", "quality", "heat", "folded_into", "topics", "published_at"}


@transaction.atomic
def change(
    *,
    article: Article | int,
    by: AbstractBaseUser,
    version: int,
    action: str,
    to: Values,
    group: uuid.UUID | None = None,
    always: bool = False,
) -> Done[Article]:
    """Set the fields in `to`, plain values as `actions.values` has them.

    Nothing is written when every field is as it should be, unless `always`. Raises Stale when
    `version` is not the current one, Refused when a value names something that is gone.
    """
    row = current(article)
    if row.version != version:
        raise Stale(row)
    before, after = values.difference(row, to)
    if not (after or always):
        return Done(row, None)
    columns = _columns(row, after, by)
    compare_and_set(row, version, columns)
    _show(row, {**columns, "version": version + 1})
    values.write_lists(row, after)
    if FILED & after.keys():
        reindex([row.pk])
    event = record(by=by, action=action, group=group, before=before, after=after, article=row)
    return Done(row, event.group)


def current(article: Article | int) -> Article:
    """The row as it is now. Raises Article.DoesNotExist."""
    return Article.objects.get(pk=article.pk if isinstance(article, Article) else article)


def compare_and_set(row: Model, version: int, columns: Values) -> None:
    """Set the columns if the row still has that version, and raise it by one; else raise Stale."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    if not rows.filter(version=version).update(version=F("version") + 1, **columns):
        raise Stale(rows.get())


def record(*, by: AbstractBaseUser, group: uuid.UUID | None, **fields: Any) -> Event:
    """Write down what happened to one thing. `group` is shared by all rows of one act."""
    return Event.objects.create(**signed(by), group=group or uuid.uuid4(), **fields)


def signed(by: AbstractBaseUser) -> Values:
    """Who and when. The name is kept as well, for when the account is gone."""
    return {"actor": by, "actor_name": name_of(by), "at": timezone.now()}


def name_of(user: Any) -> str:
    """The full name where there is one, else the user name."""
    return str(user.get_full_name() or user.get_username())[:150]


def _columns(row: Article, after: Values, by: AbstractBaseUser) -> Values:
    columns = values.columns(after, by)
    if row.first_published_at is None and _is_public(row, after):
        columns["first_published_at"] = timezone.now()
    return columns


def _show(row: Article, columns: Values) -> None:
    """Have the row say what was just written, without reading it again."""
    for name, value in columns.items():
        setattr(row, name, value)
    for field in row._meta.concrete_fields:
        if field.generated:  # the database knows: it is asked by whoever wants to know
            row.__dict__.pop(field.attname, None)


def _is_public(row: Article, after: Values) -> bool:
    """The rule of the generated column `public`, for a row that is not written yet."""
    state, review = after.get("state", row.state), after.get("review", row.review)
    return bool(state != State.UNPUBLISHED and review != Review.REJECTED)
