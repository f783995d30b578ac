"""What all chunks of one import share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from articles.actions.catalog import Catalog
from articles.ingest.write.events import EventLog
from articles.ingest.write.pictures import PictureWriter
from articles.models import ImportBatch


@dataclass
class ImportContext:
    """`by` is None on the command line."""

    batch: ImportBatch
    by: User | None
    hold: bool
    catalog: Catalog
    pictures: PictureWriter
    events: EventLog
    now: datetime = field(default_factory=timezone.now)

    @property
    def group(self) -> UUID:
        return self.events.group
