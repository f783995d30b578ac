"""What an import did to topics and providers, in the history as a person's changes are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.utils import timezone

from articles.actions.change import Written
from articles.models import Event, ImportBatch, Provider, Topic
from articles.rows import insert
from articles.wording import name_of

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
Change: TypeAlias = Written[Topic] | Written[Provider] | Written[Topic | Provider]


@dataclass
class EventLog:
    """Collects the events of one import, by `by` or by nobody known: they share `group`.

    `drafts` are of the file at hand, which may still be refused; `rows` wait for their chunk.
    """

    by: User | None
    group: UUID = field(default_factory=uuid4)
    drafts: list[Change] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, change: Change) -> None:
        if change.after:
            self.drafts.append(change)

    def add_made(self, rows: Iterable[Topic | Provider]) -> None:
        for row in rows:
            self.drafts.append(Written(row, {}, {}))

    def accept(self, batch: ImportBatch) -> None:
        self.rows += [self._row(draft, batch) for draft in self.drafts]
        self.drafts = []

    def drop(self) -> None:
        self.drafts = []

    def write(self) -> None:
        rows, self.rows = self.rows, []  # with a chunk that is rolled back, they are gone
        insert(Event, EVENT, rows)

    def _row(self, change: Change, batch: ImportBatch) -> Row:
        topic = change.row.pk if isinstance(change.row, Topic) else None
        provider = change.row.pk if isinstance(change.row, Provider) else None
        who = (self.group, timezone.now(), self.by.pk if self.by else None, name_of(self.by))
        # What was made said nothing before: it goes as a whole when the import is undone.
        after = change.after if change.before else {}
        return *who, "import", topic, provider, batch.pk, change.before, after
