"""What an import says about itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from articles.models import ImportBatch
from articles.seeds.errors import SeedError
from articles.seeds.guard import SourceError
from articles.seeds.sources import Source

CLASSES = ("new", "unchanged", "metrics", "content", "conflict", "error", "ignored")


@dataclass(frozen=True)
class Outcome:
    """One line of the report; line and column are 1-based where they are known. `archive` is the
    name of the archive that the file is in."""

    path: str
    result: str
    line: int | None = None
    column: int | None = None
    message: str = ""
    archive: str = ""


@dataclass
class Report:
    """What an import did, or with `dry_run` would do. `broken` counts sources that could not be
    read to their end; `unknown` counts keys that are kept but mean nothing here."""

    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(CLASSES, 0)))
    files: list[Outcome] = field(default_factory=list)
    broken: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    batch: ImportBatch | None = None
    archive: str = ""  # the one that is being read

    def add(self, path: str, result: str, message: str = "") -> None:
        self.counts[result] += 1
        if result != "unchanged":
            self.files.append(Outcome(path, result, message=message, archive=self.archive))

    def refuse(self, path: str, error: SeedError) -> None:
        self.counts["error"] += 1
        place = error.line, error.column
        self.files.append(Outcome(path, "error", *place, error.message, self.archive))

    def give_up(self, source: Source, error: SourceError) -> None:
        """The source could not be read, or not to its end."""
        self.broken += 1
        self.counts["error"] += 1
        self.files.append(Outcome(source.name, "error", message=str(error)))
