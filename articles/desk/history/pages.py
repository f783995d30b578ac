"""Pages of the history: what people did and what was imported, newest first.

What people did is a walk along an index that imports are not in; imports are few, and stand between
by when they began.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db.models import Exists, OuterRef, QuerySet

from articles import paging
from articles.desk.history.filters import HistoryForm
from articles.history.acts import ABOUT, Act, Told, acts_of, name_imports, told
from articles.models import Event, ImportBatch
from articles.models.event import EventQuerySet

PAGE_SIZE = 30
ORDER = ("-at", "-id")
BATCHES = ("-started_at", "-id")
BETWEEN = "!"  # the two halves of a cursor: how far events and imports have been shown


@dataclass(frozen=True)
class OneEvent:
    """An event that stands for itself, where those of one import or act are listed."""

    at: datetime
    told: Sequence[Told]


Line: TypeAlias = Act | OneEvent | ImportBatch


@dataclass(frozen=True)
class Page:
    rows: Sequence[Line]
    after: str | None
    first: bool


def page(form: HistoryForm, cursor: str) -> Page:
    events = form.narrow(Event.objects.all())
    if form.by_event:
        found = paging.page(events.select_related(*ABOUT), ORDER, cursor, PAGE_SIZE)
        name_imports(found.rows)
        return Page([OneEvent(row.at, [told(row)]) for row in found.rows], found.after, found.first)
    return _merged(_heads(events), _batches(form), cursor)


def _heads(events: EventQuerySet) -> EventQuerySet:
    """Keep the newest event of each act."""
    newer = events.order_by().filter(group=OuterRef("group"), pk__gt=OuterRef("pk"))
    return events.exclude(Exists(newer))


def _batches(form: HistoryForm) -> QuerySet[ImportBatch]:
    """Return the imports that did something."""
    if not form.with_imports:
        return ImportBatch.objects.none()
    chosen = form.cleaned_data
    named = {
        "by": chosen["who"],
        "started_at__gte": chosen["since"],
        "started_at__lt": chosen["until"],
    }
    asked = {name: value for name, value in named.items() if value is not None}
    did = Exists(Event.objects.filter(batch=OuterRef("pk"), action="import"))
    return ImportBatch.objects.filter(did, **asked).select_related("by")


def _merged(heads: EventQuerySet, batches: QuerySet[ImportBatch], cursor: str) -> Page:
    of_events, _, of_batches = cursor.partition(BETWEEN)
    events = paging.page(heads, ORDER, of_events, PAGE_SIZE)
    imports = paging.page(batches, BATCHES, of_batches, PAGE_SIZE)
    found: list[Event | ImportBatch] = [*events.rows, *imports.rows]
    rows = sorted(found, key=_when, reverse=True)[:PAGE_SIZE]
    heads_shown = [row for row in rows if isinstance(row, Event)]
    batches_shown = [row for row in rows if isinstance(row, ImportBatch)]
    more = len(rows) < len(found) or events.after or imports.after
    after = BETWEEN.join(
        [
            paging.cursor_at(heads_shown[-1], ORDER) if heads_shown else of_events,
            paging.cursor_at(batches_shown[-1], BATCHES) if batches_shown else of_batches,
        ]
    )
    acts = iter(acts_of(heads_shown))
    lines = [row if isinstance(row, ImportBatch) else next(acts) for row in rows]
    return Page(lines, after if more else None, events.first and imports.first)


def _when(row: Event | ImportBatch) -> datetime:
    return row.at if isinstance(row, Event) else row.started_at
