"""What an import says about itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from articles.ingest.sources.files import Source
from articles.ingest.sources.limits import SourceError
from articles.models import ImportBatch
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileResult

# In the order in which they are reported.
RESULTS = (
    FileResult.NEW,
    FileResult.UNCHANGED,
    FileResult.METRICS,
    FileResult.CONTENT,
    FileResult.CONFLICT,
    FileResult.CLASH,
    FileResult.ERROR,
    FileResult.IGNORED,
)

MOST_UNKNOWN = 100
MAX_PROBLEM = 500  # characters of what is wrong with sources that a batch keeps


class Unknown(Counter[str]):
    """Counts the first hundred keys that it meets: a hostile batch has millions."""

    def __setitem__(self, key: str, count: int) -> None:
        if key in self or len(self) < MOST_UNKNOWN:
            super().__setitem__(key, count)


@dataclass(frozen=True)
class Outcome:
    """One line of the report; line and column are 1-based where they are known. `archive` is the
    name of the archive that the file is in."""

    path: str
    result: FileResult
    line: int | None = None
    column: int | None = None
    message: str = ""
    archive: str = ""


@dataclass
class Report:
    """What an import did, or with `dry_run` would do. `broken` counts sources that could not be
    read to their end; `unknown` counts keys that are kept but mean nothing here, `reasons` say why
    nothing came of a source."""

    counts: Counter[FileResult] = field(default_factory=lambda: Counter(dict.fromkeys(RESULTS, 0)))
    files: list[Outcome] = field(default_factory=list)
    broken: int = 0
    problems: list[str] = field(default_factory=list)  # of those sources, in words
    reasons: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Unknown)
    batch: ImportBatch | None = None
    archive: str = ""  # the one that is being read

    def outcome(self, path: str, result: FileResult, message: str = "") -> Outcome:
        return Outcome(path, result, message=message, archive=self.archive)

    def refusal(self, path: str, error: SeedError) -> Outcome:
        return Outcome(
            path, FileResult.ERROR, error.line, error.column, error.message, self.archive
        )

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.result] += 1
        if outcome.result != FileResult.UNCHANGED:
            self.files.append(outcome)

    def add_broken_source(self, source: Source, error: SourceError) -> None:
        self.broken += 1
        self.counts[FileResult.ERROR] += 1
        problem = str(error)
        self.problems.append(problem if source.name in problem else f"{source.name}: {problem}")
        self.files.append(Outcome(source.name, FileResult.ERROR, message=problem))
