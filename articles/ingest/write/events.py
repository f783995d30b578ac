"""What an import did to topics and providers, told in the history as a person's changes are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.contrib.auth.models import User
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


class Draft(NamedTuple):
    """A topic or provider and what it said before and says now; nothing where it was made."""

    subject: Topic | Provider
    before: Values
    after: Values


@dataclass
class EventLog:
    """Of one import, by `by` or by nobody known: `group` marks all that it did as one act.

    `drafts` are of the file at hand, which may still be refused; `rows` wait for their chunk.
    """

    by: User | None
    group: UUID = field(default_factory=uuid4)
    drafts: list[Draft] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def made(self, subject: Topic | Provider) -> None:
        self.drafts.append(Draft(subject, {}, {}))

    def changed(self, subject: Topic | Provider, before: Values) -> None:
        after = plain_values(subject, before)
        names = [name for name in before if before[name] != after[name]]
        if names:
            told = ({name: values[name] for name in names} for values in (before, after))
            self.drafts.append(Draft(subject, *told))

    def keep(self, batch: ImportBatch) -> None:
        """The file is in."""
        self.rows += [self._row(told, batch) for told in self.drafts]
        self.drafts = []

    def arrived(self, made: Iterable[Topic | Provider], batch: ImportBatch) -> None:
        """A chunk of articles mentions these for the first time."""
        for subject in made:
            self.made(subject)
        self.keep(batch)
        self.write()

    def drop(self) -> None:
        """The file was refused."""
        self.drafts = []

    def write(self) -> None:
        """In the transaction of the chunk, with one statement."""
        rows, self.rows = self.rows, []  # with a chunk that is rolled back, they are gone
        insert(Event, EVENT, rows)

    def _row(self, told: Draft, batch: ImportBatch) -> Row:
        topic = told.subject.pk if isinstance(told.subject, Topic) else None
        provider = told.subject.pk if isinstance(told.subject, Provider) else None
        name = self.by.get_username() if self.by else ""
        who = (self.group, timezone.now(), self.by.pk if self.by else None, name)
        return *who, "import", topic, provider, batch.pk, told.before, told.after


def plain_values(subject: Topic | Provider, names: Iterable[str]) -> Values:
    """Its plain values of these fields."""
    if isinstance(subject, Topic):
        return {name: topics.read(subject, name) for name in names}
    return {name: providers.read(subject, name) for name in names}
