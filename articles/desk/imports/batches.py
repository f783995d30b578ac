"""A batch as the pages of imports show it, beyond its own fields."""

from __future__ import annotations

from dataclasses import dataclass

from articles.imports import command_runs, mends
from articles.ingest.batch_counts import SKIPPED
from articles.models import AT_WORK, BatchState, ImportBatch
from articles.seeds.kinds import REFUSED, WRITTEN, FileResult
from articles.times import duration
from articles.wording import name_of

CANCELLABLE = (
    BatchState.UPLOADING,
    BatchState.READING,
    BatchState.READY,
    BatchState.APPLYING,
    BatchState.MENDING,
)
STATUSES = {
    BatchState.UPLOADING: "Uploading",
    BatchState.READING: "Reading",
    BatchState.READY: "Waits for you",
    BatchState.APPLYING: "Importing",
    BatchState.DONE: "Imported",
    BatchState.CANCELLED: "Cancelled",
    BatchState.FAILED: "Failed",
    BatchState.UNDOING: "Undoing",
    BatchState.UNDONE: "Undone",
    BatchState.REDOING: "Importing again",
    BatchState.MENDING: "Mending",
}
COUNT_WORDS = {
    FileResult.NEW: "new",
    FileResult.CONTENT: "changed",
    FileResult.CONFLICT: "in conflict",
    FileResult.CLASH: "clash",
    FileResult.ERROR: "error",
    FileResult.METRICS: "heat only",
    FileResult.UNCHANGED: "unchanged",
    SKIPPED: "left out",
    "left_as_is": "left as they are",
}
PLURALS: dict[str, str] = {FileResult.CLASH: "clashes", FileResult.ERROR: "errors"}


@dataclass(frozen=True)
class BatchSummary:
    batch: ImportBatch

    @property
    def word(self) -> str:
        if self.nothing_new and self.batch.state in (BatchState.READY, BatchState.DONE):
            return "Nothing new"
        if self.by_command and self.batch.state == BatchState.CANCELLED:
            return "Interrupted"
        return STATUSES[BatchState(self.batch.state)]

    @property
    def by(self) -> str:
        return name_of(self.batch.by) or "command line"

    @property
    def by_command(self) -> bool:
        return self.batch.where.startswith(command_runs.WHERE)

    @property
    def at_work(self) -> bool:
        return self.batch.state in AT_WORK

    @property
    def written(self) -> int:
        return sum(map(self._count, WRITTEN))

    @property
    def left_as_is(self) -> str:
        count = self._count("left_as_is")
        left = "1 was left as it is" if count == 1 else f"{count:,} were left as they are"
        return left if count else ""

    @property
    def unknown(self) -> list[tuple[str, int]]:
        """Return the keys that nothing here uses, with the number of files that have them, the
        most frequent first. PostgreSQL does not keep the order of an object's keys."""
        counts: dict[str, int] = self.batch.counts.get("unknown", {})
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def can_cancel(self) -> bool:
        elsewhere = self.by_command and self.batch.state == BatchState.APPLYING
        return self.batch.state in CANCELLABLE and not elsewhere

    @property
    def mended(self) -> str:
        """Say what the last mend did, until something else is done."""
        mend, batch = mends.MENDS.get(self.batch.mend), self.batch
        if mend is None or self.at_work:
            return ""
        return f"{mend.label}: done in {batch.done:,} file{'s' if batch.done != 1 else ''}."

    @property
    def in_vain(self) -> bool:
        half = self.batch.state in (BatchState.CANCELLED, BatchState.FAILED)
        return half and not self.written

    @property
    def nothing_new(self) -> bool:
        return not self.written and not any(map(self._count, (*REFUSED, SKIPPED)))

    @property
    def quiet(self) -> str:
        """Say what is not worth a tab of its own: "4,012 of 6,282 unchanged, 2,112 heat only"."""
        unchanged, metrics = self._count(FileResult.UNCHANGED), self._count(FileResult.METRICS)
        files = sum(map(self._count, FileResult))
        parts = [f"{unchanged:,} of {files:,} unchanged"] if unchanged else []
        parts += [f"{metrics:,} heat only"] if metrics else []
        return ", ".join(parts)

    @property
    def summary(self) -> str:
        if self.batch.state in (BatchState.UPLOADING, BatchState.READING):
            return ""
        if self.in_vain:
            return "nothing was imported"
        counts = {name: self._count(name) for name in COUNT_WORDS}
        parts = [_count_text(count, name) for name, count in counts.items() if count]
        return ", ".join(parts) or "no files"

    @property
    def took(self) -> str:
        """Say how long the machine was at it, without the time that a person took to decide."""
        known = self.batch.finished_at and "seconds" in self.batch.counts
        return duration(self._count("seconds")) if known else ""

    def _count(self, name: str) -> int:
        count: int = self.batch.counts.get(name, 0)
        return count


def _count_text(count: int, name: str) -> str:
    return f"{count:,} {PLURALS.get(name, COUNT_WORDS[name]) if count > 1 else COUNT_WORDS[name]}"
