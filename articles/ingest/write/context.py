"""What all chunks of one import share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from articles.actions.catalog import Catalog
from articles.ingest.write.events import EventLog
from articles.ingest.write.pictures import PictureWriter
from articles.models import Event, ImportBatch, Rule


@dataclass
class ImportContext:
    """`by` is None on the command line. `article_events` are those of
    the chunk at hand, by article."""

    batch: ImportBatch
    by: User | None
    hold: bool
    catalog: Catalog
    pictures: PictureWriter
    events: EventLog
    now: datetime = field(default_factory=timezone.now)
    article_events: dict[int, Event] = field(default_factory=dict)

    @cached_property
    def rules(self) -> list[Rule]:
        """Return the desk's rules in their order, as they are when the import begins."""
        return list(Rule.objects.running())

    @property
    def group(self) -> UUID:
        return self.events.group
