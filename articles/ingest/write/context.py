"""What all chunks of one import share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from articles.ingest.plan.catalog import Pictures, Providers, Topics
from articles.ingest.write.events import EventLog
from articles.models import ImportBatch
from articles.seeds.values import LinkValue


@dataclass
class ImportContext:
    """`by` is None on the command line."""

    batch: ImportBatch
    by: User | None
    hold: bool
    topics: Topics
    providers: Providers
    pictures: Pictures
    events: EventLog
    now: datetime = field(default_factory=timezone.now)

    @property
    def group(self) -> UUID:
        """Marks the import as one act in the history."""
        return self.events.group

    @property
    def actor_name(self) -> str:
        return self.by.get_username() if self.by else ""

    def plain(self, name: str, value: Any) -> Any:
        """A field's value as the history keeps it: JSON, with names for topics."""
        if name == "topics":
            names = {topic.pk: topic.name for topic in self.topics.by_slug.values()}
            return [names.get(key, key) for key in value]
        if name == "images":
            return list(value)
        if name == "related":
            return [_snapshot(link) for link in value]
        return value.isoformat() if isinstance(value, datetime) else value


def _snapshot(link: LinkValue) -> dict[str, Any]:
    """As `actions.lists` has links, so that they can be made again."""
    shot = {name: value for name, value in link._asdict().items() if value not in ("", None)}
    shot.pop("canonical_url", None)
    if link.published_at:
        shot["published_at"] = link.published_at.isoformat()
    return {**shot, "title": link.title, "origin": "seed"}
