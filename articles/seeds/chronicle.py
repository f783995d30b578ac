"""What an import did to topics and providers, told in the history as a person's changes are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.utils import timezone

from articles.actions import providers, topics
from articles.actions.values import Values
from articles.models import Event, ImportBatch, Provider, Topic
from articles.rows import insert

EVENT = (
    "group",
    "at",
    "actor_id",
    "actor_name",
    "action",
    "topic_id",
    "provider_id",
    "batch_id",
    "before",
    "after",
)
Row = tuple[Any, ...]


class Told(NamedTuple):
    """A topic or provider and what it said before and says now; nothing where it was made."""

    subject: Topic | Provider
    before: Values
    after: Values


@dataclass
class Chronicle:
    """`drafts` are of the file at hand, which may still be refused; `rows` wait for their chunk."""

    group: UUID = field(default_factory=uuid4)
    drafts: list[Told] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def made(self, subject: Topic | Provider) -> None:
        self.drafts.append(Told(subject, {}, {}))

    def changed(self, subject: Topic | Provider, before: Values) -> None:
        after = said(subject, before)
        names = [name for name in before if before[name] != after[name]]
        if names:
            told = ({name: values[name] for name in names} for values in (before, after))
            self.drafts.append(Told(subject, *told))

    def keep(self, batch: ImportBatch) -> None:
        """The file is in."""
        self.rows += [self._row(told, batch) for told in self.drafts]
        self.drafts = []

    def drop(self) -> None:
        """The file was refused."""
        self.drafts = []

    def write(self) -> None:
        """In the transaction of the chunk, with one statement."""
        insert(Event, EVENT, self.rows)
        self.rows = []

    def _row(self, told: Told, batch: ImportBatch) -> Row:
        topic = told.subject.pk if isinstance(told.subject, Topic) else None
        provider = told.subject.pk if isinstance(told.subject, Provider) else None
        name = batch.by.get_username() if batch.by else ""
        who = (self.group, timezone.now(), batch.by_id, name)
        return *who, "import", topic, provider, batch.pk, told.before, told.after


def said(subject: Topic | Provider, names: Iterable[str]) -> Values:
    """Its plain values of these fields."""
    if isinstance(subject, Topic):
        return {name: topics.read(subject, name) for name in names}
    return {name: providers.read(subject, name) for name in names}
