"""The broken files of an import: the place in the text, and all of them to take away."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from django.db.models import QuerySet

from articles.ingest.sources.limits import MEGABYTE, unsafe
from articles.models import OPEN, ImportBatch, ImportItem
from articles.seeds.kinds import TEXTS, FileResult

LINE_SHOWN = 400  # characters: a line of a minified file is of no use as a whole
BEFORE_CARET = 120
IN_MEMORY = 10 * MEGABYTE
READ_AT_ONCE = 20  # files, each up to 2 MB
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
HEADER = ["file", "line", "column", "message"]


@dataclass(frozen=True)
class Spot:
    """The line that is broken, cut to what can be seen, and blanks up to the caret below it."""

    line: str
    indent: str


@dataclass(frozen=True)
class Turn:
    """The broken files before and after a file, by their keys, in the order of the list; from its
    ends, round to the other. `number` is that of the file itself among `count`, 0 once it is
    mended."""

    before: int | None
    after: int | None
    is_first: bool
    is_last: bool
    number: int
    count: int


def mendable(item: ImportItem) -> bool:
    return item.kind in TEXTS and bool(item.data) and item.batch.state in OPEN


def spot(item: ImportItem, text: str) -> Spot | None:
    """Find where in `text` the file is broken; None where the whole file is at fault."""
    lines = text.split("\n", item.line)[: item.line] if item.line else []
    if not item.line or len(lines) < item.line:
        return None
    line = lines[-1].rstrip("\r").replace("\t", " ")
    column = min(max(item.column or 1, 1), len(line) + 1) - 1
    start = max(column - BEFORE_CARET, 0)
    return Spot(line[start : start + LINE_SHOWN], " " * (column - start))


def turn(item: ImportItem) -> Turn:
    keys = of(item.batch).values_list("pk", flat=True)
    before, after = keys.filter(pk__lt=item.pk), keys.filter(pk__gt=item.pk)
    broken = int(item.result == FileResult.ERROR)
    earlier, later = before.count(), after.count()
    number = earlier + 1 if broken else 0
    first, last = not earlier, not later
    return Turn(
        after.last() if first else before.last(),
        before.first() if last else after.first(),
        first,
        last,
        number,
        earlier + broken + later,
    )


def of(batch: ImportBatch) -> QuerySet[ImportItem]:
    return batch.items.filter(result=FileResult.ERROR).order_by("pk")


def as_csv(batch: ImportBatch) -> Iterator[str]:
    """Yield a line for each broken file, for a spreadsheet: nothing is taken as a formula."""
    writer = csv.writer(_Echo())
    yield writer.writerow(HEADER)
    for item in of(batch).defer("data").iterator():
        position = [item.line or "", item.column or ""]
        yield writer.writerow([_escape(item.path), *position, _escape(item.message)])


def as_zip(batch: ImportBatch) -> IO[bytes]:
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in of(batch).iterator(chunk_size=READ_AT_ONCE):
            if item.data and not unsafe(item.path):
                archive.writestr(zipfile.ZipInfo(item.path), bytes(item.data))
    file.seek(0)
    return file


class _Echo:
    def write(self, line: str) -> str:
        return line


def _escape(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
