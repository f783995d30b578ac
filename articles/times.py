"""Days, and how long something took or is ago."""

from __future__ import annotations

from datetime import UTC, date, datetime


def day_of(moment: datetime) -> date:
    """The day that lists group an article under: its UTC date."""
    return moment.astimezone(UTC).date()
