"""Imports undone, thing by thing, and done again: as the history says, by the same rules as
every other undo."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from articles import task_queue
from articles.actions.errors import Refused
from articles.history.undo import undo_events
from articles.models import Article, Event, ImportBatch, ImportItem, SeedFile

CHUNK = 10  # articles, or changes of topics and providers, a transaction


@dataclass(frozen=True)
class Part:
    """What is undone before or after the rest: its keys, in an order that stays while it is
    being worked on, and how a portion of them is dealt with."""

    keys: QuerySet[Event, Any]
    act: Callable[[Sequence[int]], None]


def undoable(batch: ImportBatch) -> bool:
    return _events_of(batch).exists()


def undo(batch: ImportBatch, stop: Callable[[], bool]) -> bool:
    """Set back what the batch did; return False if that was stopped. After a crash it goes on.

    Articles go first: what is filed under a topic keeps it here.
    """
    assert batch.undo_group
    back = _BatchUndo(batch, _events_of(batch), batch.undo_group)
    return back.run([back.articles(), back.taxonomy()], stop)


def redo(batch: ImportBatch, act: uuid.UUID, stop: Callable[[], bool]) -> bool:
    assert batch.undo_group
    undone = Event.objects.filter(group=batch.undo_group, action__in=["undo", "remove"])
    back = _BatchUndo(batch, undone, act)
    return back.run([back.taxonomy(), back.articles()], stop)


def _events_of(batch: ImportBatch) -> QuerySet[Event]:
    return Event.objects.filter(batch=batch, action="import")


class _BatchUndo:
    def __init__(self, batch: ImportBatch, events: QuerySet[Event], act: uuid.UUID) -> None:
        self.batch, self.events, self.act = batch, events, act
        self.by = _actor(act)

    def articles(self) -> Part:
        events = self.events.filter(article__isnull=False)
        keys = events.order_by("article").values_list("article", flat=True).distinct()
        return Part(keys, self._set_back_articles)

    def taxonomy(self) -> Part:
        # Event by event: removed topics and providers leave theirs behind.
        events = self.events.filter(article=None).order_by("-pk")
        return Part(events.values_list("pk", flat=True), self._set_back_taxonomy)

    def run(self, parts: list[Part], stop: Callable[[], bool]) -> bool:
        batch, before = self.batch, 0
        batch.total = sum(part.keys.count() for part in parts)
        if batch.done == 0:
            batch.counts = {**batch.counts, "left_as_is": 0}
            batch.items.exclude(left_as_is="").update(left_as_is="")
        for part in parts:
            end = before + part.keys.count()
            while portion := list(part.keys[batch.done - before : batch.done - before + CHUNK]):
                if stop():
                    return False
                with transaction.atomic():
                    began = monotonic()
                    part.act(portion)
                    _note_progress(batch, len(portion))
                task_queue.give_way(monotonic() - began)
            before = end
        kept = batch.items.exclude(left_as_is="")
        batch.counts = {**batch.counts, "left_as_is": kept.count()}
        return True

    def _set_back_articles(self, keys: Sequence[int]) -> None:
        list(Article.objects.select_for_update().filter(pk__in=keys).values_list("pk"))
        for key in keys:
            events = list(self.events.filter(article=key))
            self._set_back(events, self.batch.items.filter(article=key))

    def _set_back_taxonomy(self, keys: Sequence[int]) -> None:
        for event in Event.objects.filter(pk__in=keys):
            if event.action == "remove" or _needs_undo(event):
                self._set_back([event], _items(self.batch, event))

    def _set_back(self, events: list[Event], items: QuerySet[ImportItem]) -> None:
        undone = undo_events(events=events, by=self.by, act=self.act)
        if undone.skipped:
            items.update(left_as_is="; ".join(undone.skipped))


def _needs_undo(event: Event) -> bool:
    """Return whether it is to be undone: not if its subject is gone, or goes as a whole with what
    made it."""
    if event.topic_id is None and event.provider_id is None:
        return False
    same = Event.objects.filter(topic=event.topic_id, provider=event.provider_id)
    made = same.filter(batch=event.batch_id).arrivals()
    return event.action != "import" or not event.before or not made.exists()


def _items(batch: ImportBatch, event: Event) -> QuerySet[ImportItem]:
    about = Q(topic=event.topic_id, provider=event.provider_id)
    if event.action == "remove":
        about = Q(pk__in=event.before["files"])
    paths = SeedFile.objects.filter(about).values("path")
    return batch.items.filter(path__in=paths)


def _actor(act: uuid.UUID) -> User:
    asked = Event.objects.filter(group=act, article=None).exclude(actor=None).first()
    if asked is None or asked.actor is None:
        raise Refused("The account of the person who asked for this is gone.")
    return asked.actor


def _note_progress(batch: ImportBatch, done: int) -> None:
    # Written together with what was done, so that nothing is done twice.
    rows = ImportBatch.objects.filter(pk=batch.pk, state=batch.state, done=batch.done)
    batch.done += done
    values = {"done": batch.done, "total": batch.total, "counts": batch.counts, "tries": 0}
    if not rows.update(**values):
        raise Refused("Another worker is at it.")
