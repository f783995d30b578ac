"""One decision on many articles: one act, one group of events, a few statements a thousand rows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from articles.actions import values
from articles.actions.articles import pinned
from articles.actions.catalog import Catalog
from articles.actions.change import signed
from articles.actions.topic_index import CHUNK, reindex
from articles.actions.values import Values
from articles.models import Article, Event, State


@dataclass(frozen=True)
class DoneToAll:
    """How many articles there were, and the act that undo takes back; None without any."""

    count: int
    act: uuid.UUID | None


def publish_all(*, articles: QuerySet[Article], by: User) -> DoneToAll:
    """Publish each of them. No version is asked for: the last word holds."""
    shown = Coalesce("first_published_at", Greatest("published_at", Value(timezone.now())))
    return _decide_all(articles, by, "publish", State.PUBLISHED, first_published_at=shown)


def unpublish_all(*, articles: QuerySet[Article], by: User) -> DoneToAll:
    return _decide_all(articles, by, "unpublish", State.UNPUBLISHED)


@transaction.atomic
def _decide_all(
    articles: QuerySet[Article], by: User, action: str, state: State, **more: Coalesce
) -> DoneToAll:
    keys = list(articles.order_by().values_list("pk", flat=True))
    to = {"state": state.value, **pinned(by)}
    group = uuid.uuid4()
    for start in range(0, len(keys), CHUNK):
        rows = Article.objects.select_for_update().filter(pk__in=keys[start : start + CHUNK])
        events = [_event(row, by, action, group, to) for row in rows]
        rows.update(version=F("version") + 1, **values.columns(to, by, Catalog()), **more)
        Event.objects.bulk_create(events)
    reindex(keys)
    return DoneToAll(len(keys), group if keys else None)


def _event(article: Article, by: User, action: str, group: uuid.UUID, to: Values) -> Event:
    before, after = values.difference(article, to)
    return Event(
        **signed(by), group=group, action=action, article=article, before=before, after=after
    )
