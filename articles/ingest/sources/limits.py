"""What keeps a source from doing harm: limits, safe names, and counting what really comes out."""

from __future__ import annotations

import errno
import io
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from articles.seeds.errors import SeedError

MEGABYTE = 1_000_000
CHUNK = 1 << 16
MAX_PATH = 500
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
JOINED = (
    "more stands in the same file, behind or before this archive, and is not read "
    "(were two joined? import each by itself)"
)
ASK_EVERY = 0.5  # seconds between two questions whether to stop: each is a query


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class SourceError(Exception):
    """The source cannot be read, or not to its end; the text says why and what to do."""


class LimitError(SourceError):
    pass


class Stopped(Exception):  # noqa: N818 - no error: somebody asked for it
    """The source is read no further, because somebody asked to stop."""


@dataclass(frozen=True)
class Limits:
    """In bytes, entries and seconds. The command line takes more than a browser may send."""

    file: int = 10 * MEGABYTE
    unpacked: int = 20_000 * MEGABYTE
    entries: int = 100_000  # of an archive; a folder may hold more
    ratio: int = 200  # unpacked to packed, once past `ratio_from`
    ratio_from: int = 50 * MEGABYTE
    seconds: float = 3600  # of reading alone; writing what was read is not counted


BROWSER = Limits(unpacked=200 * MEGABYTE, entries=20_000, seconds=120)


class Patience:
    """Says when the reading of a source has to end: after so many seconds spent in `with` blocks of
    it, or as soon as `stop` says so. Whatever loops over a source calls `check`."""

    def __init__(self, seconds: float, stop: Callable[[], bool] = lambda: False) -> None:
        self.seconds, self.stop = seconds, stop
        self._spent = 0.0
        self._began: float | None = None
        self._asked = time.monotonic()

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *exception: object) -> None:
        if self._began is not None:
            self._spent += time.monotonic() - self._began
        self._began = None

    def check(self) -> None:
        """Raise LimitError once the time is over, Stopped once somebody asked to stop."""
        now = time.monotonic()
        spent = self._spent + (0 if self._began is None else now - self._began)
        if spent > self.seconds:
            raise LimitError(
                f"reading takes longer than {self.seconds:,.0f} s: stopped here "
                "(split it, or unpack it and import the folder)"
            )
        if now - self._asked > ASK_EVERY:
            self._asked = now
            if self.stop():
                raise Stopped


class Entry(NamedTuple):
    """A file in a source; `read` gives its bytes or raises SeedError.

    `name` can be shown and stored; where the real one must not be used, `problem` says why.
    """

    name: str
    read: Callable[[], bytes]
    problem: str = ""

    @classmethod
    def of(cls, name: str, read: Callable[[], bytes]) -> Entry:
        return cls(readable(name), read, unsafe(name))


class PatientFile(io.BufferedReader):
    """A file that is read no longer than `patience` lasts, also where a decompressor reads much of
    it without giving anything out."""

    def __init__(self, path: Path, patience: Patience) -> None:
        super().__init__(io.FileIO(path))
        self.patience = patience

    def read(self, size: int | None = -1, /) -> bytes:
        self.patience.check()
        return super().read(size)


@dataclass
class Guard:
    """Counts what really comes out of an archive, and remembers the names already taken."""

    limits: Limits
    packed: int
    patience: Patience
    unpacked: int = 0
    seen: int = 0
    names: dict[str, str] = field(default_factory=dict)

    def count(self, entries: int) -> None:
        self.seen += entries
        if self.seen > self.limits.entries:
            raise too_many(self.limits)

    def admit(self, name: str) -> None:
        shown = readable(name)
        key = unicodedata.normalize("NFC", shown).casefold()
        if key in self.names:
            raise SeedError(
                f"same name as {self.names[key]}, perhaps but for case or Unicode form "
                "(rename one of them)"
            )
        self.names[key] = shown

    def read(self, stream: Readable) -> bytes:
        """Return the whole entry, however large its header says it is; raises SeedError."""
        parts: list[bytes] = []
        size = 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > self.limits.file:
                raise SeedError(too_large(self.limits.file))
            parts.append(chunk)
        return b"".join(parts)

    def unpack(self, size: int, name: str) -> None:
        self.unpacked += size
        if self.unpacked > self.limits.unpacked:
            raise LimitError(
                f"{name}: the archive unpacks to more than "
                f"{self.limits.unpacked // MEGABYTE:,} MB: stopped here (split it)"
            )
        if self.unpacked > max(self.limits.ratio_from, self.packed * self.limits.ratio):
            raise LimitError(
                f"{name}: the archive unpacks to more than {self.limits.ratio} times its size: "
                "stopped here (this is not an archive of seeds)"
            )


@dataclass
class Counted:
    """A stream out of an archive, each byte of it counted; `name` is of the entry at hand."""

    stream: Readable
    guard: Guard
    name: str

    def read(self, size: int = -1) -> bytes:
        self.guard.patience.check()
        data = self.stream.read(size)
        self.guard.unpack(len(data), self.name)
        return data


def unsafe(name: str) -> str:
    """Return why a name could lead outside the batch or cannot be shown; "" for a good one."""
    if not name.isprintable() and CONTROL.search(name):
        return "the name holds control characters (rename the file)"
    if name.startswith("/") or "\\" in name or (name[1:2] == ":" and name[0].isalpha()):
        return "the name is not relative with forward slashes (pack from the folder)"
    if ".." in name and ".." in name.split("/"):
        return "the name leads outside the archive (pack from the folder)"
    return ""


def refuse_long(path: str) -> None:
    if len(path) > MAX_PATH:
        raise SeedError(f"the path is longer than {MAX_PATH} characters (shorten a folder's name)")


def readable(name: str) -> str:
    clean = name.removeprefix("./")
    if clean.isprintable():
        return clean
    clean = clean.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(
        # Zs are blanks of some width.
        letter if letter.isprintable() or unicodedata.category(letter) == "Zs" else "\ufffd"
        for letter in clean
    )


def too_many(limits: Limits) -> LimitError:
    return LimitError(
        f"more than {limits.entries:,} entries: stopped "
        "(split the archive, or unpack it and import the folder)"
    )


def too_large(limit: int) -> str:
    return f"larger than {limit // MEGABYTE} MB"


def damage(error: Exception) -> str:
    """Return what is wrong with an archive, where Python's own words are about itself."""
    if isinstance(error, RecursionError):
        return "thousands of headers that each announce another"
    if isinstance(error, OSError) and error.errno:
        leads_nowhere = error.errno == errno.EINVAL  # a place before the beginning
        return "a header leads nowhere" if leads_nowhere else str(error.strerror)
    if isinstance(error, ValueError | IndexError):
        return "a header cannot be read"
    return str(error)
