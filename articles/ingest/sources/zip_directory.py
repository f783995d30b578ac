"""The directory of a zip: looked at before zipfile makes an object of each of its entries, which
would fill a gigabyte for one of 100 MB; and what is wrong with single entries."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import IO

from articles.ingest.sources.limits import CHUNK, Limits, Patience, too_many
from articles.seeds.errors import SeedError

ENTRY = b"PK\x01\x02"
HEADER = 30  # bytes before an entry's own, at least
ENCRYPTED = 0x1
UTF8_NAME = 0x800
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


def sharing_bytes(entries: list[zipfile.ZipInfo]) -> set[zipfile.ZipInfo]:
    """Return the entries that reach into the next one, or begin where another does: a bomb, or
    damage. What Pythons say of these differs from version to version."""
    placed = sorted(entries, key=lambda info: info.header_offset)
    sharing = set()
    for info, after in pairwise(placed):
        if info.header_offset + HEADER + info.compress_size > after.header_offset:
            sharing.add(info)
        if info.header_offset == after.header_offset:
            sharing.add(after)
    return sharing


def name_of(info: zipfile.ZipInfo) -> str:
    """Return the name that was meant: many packers write UTF-8 without the flag for it."""
    if info.flag_bits & UTF8_NAME:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode()
    except UnicodeError:
        return info.orig_filename


def refuse_odd(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & ENCRYPTED:
        raise SeedError("encrypted (pack it without a password)")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SeedError(f"packed with method {info.compress_type} (use deflate)")
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise SeedError("not a regular file (links and devices are not followed)")
