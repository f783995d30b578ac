"""The directory of a zip, looked at before zipfile makes an object of each of its entries: those of
100 MB would fill a gigabyte."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import IO

from articles.ingest.sources.limits import CHUNK, Limits, Patience, too_many

ENTRY = b"PK\x01\x02"
FIXED = 46  # bytes of an entry before its name
LENGTHS = struct.Struct("<28x3H")  # of its name, its extra field and its comment
LARGE = b"PK\x06\x06"
LARGE_END = 76  # bytes that the end of a large zip has more
FOLDERS = 2  # entries for each file: folders are listed too, and counted later


def refuse_many(file: IO[bytes], limits: Limits, patience: Patience) -> None:
    """Raise LimitError for far more entries than may be; a damaged directory is left to zipfile."""
    for count, _ in enumerate(_entries(file), 1):
        if count > FOLDERS * limits.entries:
            raise too_many(limits)
        if not count % CHUNK:
            patience.check()


def _entries(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(_start(file))
    while (fixed := file.read(FIXED)).startswith(ENTRY) and len(fixed) == FIXED:
        yield fixed
        file.seek(sum(LENGTHS.unpack_from(fixed)), 1)


def _start(file: IO[bytes]) -> int:
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if not end:
        raise zipfile.BadZipFile("its list of entries is missing")
    size, at = end[zipfile._ECD_SIZE], end[zipfile._ECD_LOCATION]  # type: ignore[attr-defined]
    large = end[zipfile._ECD_SIGNATURE] == LARGE  # type: ignore[attr-defined]
    return max(0, int(at - size - (LARGE_END if large else 0)))
