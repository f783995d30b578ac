"""How far the phase of an import has got, and how long it will take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from articles.imports.jobs import OF_FILES
from articles.models import ImportBatch
from articles.times import duration

SLOW_START = 15  # seconds without progress after which one wonders about the worker


@dataclass(frozen=True)
class Progress:
    """`rate` is per second, `left` in whole seconds, None as long as nothing can be said."""

    done: int
    total: int
    rate: int
    left: int | None
    stuck: bool
    unit: str

    @property
    def tens(self) -> int:
        """Return per cent in steps of ten: often enough to be read aloud."""
        return min(10 * self.done // self.total, 10) * 10 if self.total else 0

    @property
    def text(self) -> str:
        if not self.done:
            return "Begins in a moment."
        count = f"{self.done:,}{f' of {self.total:,}' if self.total else ''} {self.unit}"
        parts = [count, f"{self.rate:,} a second"] if self.rate else [count]
        parts += [f"about {duration(self.left)} left"] if self.left is not None else []
        return ", ".join(parts)


def progress_of(batch: ImportBatch) -> Progress:
    seconds = _seconds_since(batch.phase_at)
    rate = batch.done / seconds if seconds > 0 else 0
    left = round((batch.total - batch.done) / rate) if rate and batch.total else None
    stuck = not batch.done and seconds > SLOW_START
    unit = "files" if batch.state in OF_FILES else "changes"
    return Progress(batch.done, batch.total, round(rate), left, stuck, unit)


def _seconds_since(moment: datetime | None) -> float:
    return (timezone.now() - moment).total_seconds() if moment else 0
