"""The directory of a zip: looked at before zipfile makes an object of each of its entries, which
would fill a gigabyte for one of 100 MB; and what is wrong with single entries."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import IO

from articles.ingest.sources.limits import CHUNK, JOINED, Limits, Patience, too_many
from articles.seeds.errors import SeedError

ENTRY = b"PK\x01\x02"
HEADER = 30  # bytes before an entry's own, at least
ENCRYPTED = 0x1
UTF8_NAME = 0x800
FIXED = 46  # bytes of an entry before its name
LENGTHS = struct.Struct("<28x3H")  # of its name, its extra field and its comment
LARGE = b"PK\x06\x06"
LARGE_END = 76  # bytes that the end of a large zip has more: a record, and where that is
LARGE_SIZE, LARGE_REST = slice(4, 12), 12 + 20  # where the record says how long it is; the rest
END, END_LENGTH = b"PK\x05\x06", 22  # bytes, and a comment after them
MAX_COMMENT = 65_535
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
    file.seek(at)
    # Newer Pythons say where the record of a large zip is, older ones where what follows it is.
    before = LARGE_END if large and file.read(len(LARGE)) != LARGE else 0
    return max(0, int(at - size - before))


def why_incomplete(file: IO[bytes], entries: list[zipfile.ZipInfo]) -> str:
    """Return what zipfile does not say: that there is more than it has found."""
    said = zipfile._EndRecData(file)[zipfile._ECD_ENTRIES_TOTAL]  # type: ignore[attr-defined]
    if said > len(entries):
        return (
            f"its list of entries is damaged: it says {said:,} and has {len(entries):,} "
            "(pack it again)"
        )
    start = min((info.header_offset for info in entries), default=_start(file))
    return JOINED if start > 0 and _is_zip_until(file, start) else ""


def behind(file: IO[bytes], size: int) -> bytes:
    """Return the first bytes of what stands behind the archive."""
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    comment = end[zipfile._ECD_COMMENT_SIZE]  # type: ignore[attr-defined]
    at = end[zipfile._ECD_LOCATION]  # type: ignore[attr-defined]
    file.seek(at)
    record = file.read(LARGE_END)
    if record.startswith(LARGE):
        at += LARGE_REST + int.from_bytes(record[LARGE_SIZE], "little")
    file.seek(min(at + END_LENGTH + comment, file.seek(0, os.SEEK_END)))
    return file.read(size)


def last_bytes(file: IO[bytes], end: int) -> bytes:
    """Return those in front of `end` in which the end of a zip would begin."""
    begin = max(0, end - END_LENGTH - MAX_COMMENT)
    file.seek(begin)
    return file.read(end - begin)


def _is_zip_until(file: IO[bytes], end: int) -> bool:
    data = last_bytes(file, end)
    at = data.rfind(END)
    comment = int.from_bytes(data[at + END_LENGTH - 2 : at + END_LENGTH], "little")
    return at >= 0 and at + END_LENGTH + comment == len(data)


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
