"""Imports taken back, article by article, and done again: as the history says, by the same rules as
every other undo."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from articles import history
from articles.actions.errors import Refused
from articles.models import Article, Event, ImportBatch

CHUNK = 50  # articles a transaction


def undo(batch: ImportBatch, stop: Callable[[], bool]) -> bool:
    """Set back what the batch did; False if it was stopped. After a crash it goes on."""
    assert batch.undo_group
    return _back(batch, Event.objects.filter(batch=batch), batch.undo_group, stop)


def redo(batch: ImportBatch, act: uuid.UUID, stop: Callable[[], bool]) -> bool:
    """Set back what the batch's undo did, as the act `act`."""
    assert batch.undo_group
    return _back(batch, Event.objects.filter(group=batch.undo_group), act, stop)


def _back(
    batch: ImportBatch, events: QuerySet[Event], act: uuid.UUID, stop: Callable[[], bool]
) -> bool:
    by = _actor(act)
    events = events.filter(article__isnull=False)
    articles = events.order_by("article").values_list("article", flat=True).distinct()
    batch.total = articles.count()
    if batch.done == 0:
        batch.counts = {**batch.counts, "kept": 0}
    while portion := list(articles[batch.done : batch.done + CHUNK]):
        if stop():
            return False
        with transaction.atomic():
            list(Article.objects.select_for_update().filter(pk__in=portion).values_list("pk"))
            for article in portion:
                if article:
                    _set_back(batch, list(events.filter(article=article)), by, act)
            _note(batch, len(portion))
    return True


def _actor(act: uuid.UUID) -> User:
    """Who asked for it."""
    asked = Event.objects.filter(group=act, article=None).exclude(actor=None).first()
    if asked is None or asked.actor is None:
        raise Refused("The account of the person who asked for this is gone.")
    return asked.actor


def _set_back(batch: ImportBatch, events: list[Event], by: User, act: uuid.UUID) -> None:
    """One article; what stays is said with its file."""
    undone = history.undo_events(events=events, by=by, act=act)
    if undone.skipped:
        batch.counts["kept"] += 1
        items = batch.items.filter(article=events[0].article_id)
        items.update(message="; ".join(undone.skipped))


def _note(batch: ImportBatch, done: int) -> None:
    """Together with what was done, so that nothing is done twice."""
    rows = ImportBatch.objects.filter(pk=batch.pk, state=batch.state, done=batch.done)
    batch.done += done
    said = {"done": batch.done, "total": batch.total, "counts": batch.counts, "tries": 0}
    if not rows.update(**said):
        raise Refused("Another worker is at it.")
