"""Where seeds come from: files, folders, zip and tar. Nothing is ever unpacked to disk.

Every source yields entries in a stable order; an entry's bytes are read, and really counted, only
when somebody asks. Names are made safe before anything else sees them.
"""

from __future__ import annotations

import os
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from articles.seeds import layout
from articles.seeds.errors import SeedError

MEGABYTE = 1_000_000
CHUNK = 1 << 16
MAX_PATH = 500


class SourceError(Exception):
    """The source as a whole cannot be read; the text says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """In bytes and entries. The command line takes more than a browser may send."""

    file: int = 10 * MEGABYTE
    unpacked: int = 20_000 * MEGABYTE
    entries: int = 2_000_000
    ratio: int = 200  # unpacked to packed, once past `ratio_from`
    ratio_from: int = 50 * MEGABYTE


BROWSER = Limits(unpacked=200 * MEGABYTE, entries=20_000)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a source; `read` gives its bytes or raises SeedError."""

    name: str
    read: Callable[[], bytes]


class Source:
    """Base of the four kinds, to be used in a `with` statement.

    `entries` may be walked more than once. Where a source is `streamed`, an entry can only be read
    before the next one is asked for.
    """

    streamed = False

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self.limits = limits

    @property
    def name(self) -> str:
        return self.path.name or str(self.path)

    def names(self) -> list[str]:
        """Every entry's name, also of those that would be refused."""
        return [entry.name for entry in self.entries()]

    def entries(self) -> Iterator[Entry]:
        raise NotImplementedError

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing to close, unless a kind says otherwise."""


class FileSource(Source):
    def entries(self) -> Iterator[Entry]:
        path = str(self.path)
        name = layout.identity(self.path.resolve().parts)
        yield Entry(name, lambda: _read_path(path, self.limits.file))


class FolderSource(Source):
    """Hidden files and links are left out: a link could point anywhere on this machine."""

    def entries(self) -> Iterator[Entry]:
        base = str(self.path)
        prefix = _prefix(self.path)
        cut = len(base.rstrip(os.sep)) + 1
        limit = self.limits.file
        for path in sorted(_walk(base)):
            name = prefix + path[cut:].replace(os.sep, "/")
            yield Entry(name, lambda path=path: _read_path(path, limit))  # type: ignore[misc]


class ZipSource(Source):
    def __enter__(self) -> ZipSource:
        try:
            self._archive = zipfile.ZipFile(self.path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise SourceError(
                f"{self.name}: cannot be read as a zip: {error} (pack it again)"
            ) from None
        return self

    def __exit__(self, *exception: object) -> None:
        self._archive.close()

    def entries(self) -> Iterator[Entry]:
        guard = Guard(self.limits, self.path.stat().st_size)
        members = [info for info in self._archive.infolist() if not info.is_dir()]
        guard.count(len(members))
        for info in sorted(members, key=lambda info: info.filename):
            yield self._entry(self._archive, info, guard)

    def _entry(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, guard: Guard) -> Entry:
        name = readable(info.filename)

        def read() -> bytes:
            guard.admit(info.orig_filename if "\\" in info.orig_filename else info.filename)
            _refuse_odd_zip_member(info)
            try:
                with archive.open(info) as stream:
                    return guard.read(stream, name)
            except NotImplementedError:
                raise SeedError("packed with a method that is not known (use deflate)") from None
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                raise SeedError(f"damaged in the archive: {error} (pack it again)") from None

        return Entry(name, read)


class TarSource(Source):
    """Read from front to back, so entries come in the archive's own order."""

    streamed = True

    def entries(self) -> Iterator[Entry]:
        guard = Guard(self.limits, self.path.stat().st_size)
        try:
            with tarfile.open(self.path, "r|*", errors="surrogateescape") as archive:
                for member in archive:
                    if not member.isdir():
                        guard.count(1)
                        yield self._entry(archive, member, guard)
                    archive.members = []  # type: ignore[attr-defined]  # else they stay in memory
        except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
            raise SourceError(
                f"{self.name}: the archive is damaged or cut short: {error} (pack it again)"
            ) from None

    def _entry(self, archive: tarfile.TarFile, member: tarfile.TarInfo, guard: Guard) -> Entry:
        name = readable(member.name)

        def read() -> bytes:
            guard.admit(member.name)
            if not member.isfile() or member.issparse():
                raise SeedError("not a regular file (links and devices are not followed)")
            stream = archive.extractfile(member)
            if stream is None:
                raise SeedError("not a regular file")
            return guard.read(stream, name)

        return Entry(name, read)


@dataclass
class Guard:
    """Counts what really comes out of an archive, and remembers the names already taken."""

    limits: Limits
    packed: int
    unpacked: int = 0
    seen: int = 0
    names: dict[str, str] = field(default_factory=dict)

    def count(self, entries: int) -> None:
        self.seen += entries
        if self.seen > self.limits.entries:
            raise SourceError(
                f"more than {self.limits.entries:,} entries: stopped (split the archive)"
            )

    def admit(self, name: str) -> None:
        """Refuse a name that leads outside or that another entry already has."""
        refuse_unsafe(name)
        key = unicodedata.normalize("NFC", name).casefold()
        if key in self.names:
            raise SeedError(
                f"same name as {readable(self.names[key])} but for case or Unicode form "
                "(rename one of them)"
            )
        self.names[key] = name

    def read(self, stream: IO[bytes], name: str) -> bytes:
        """The whole entry, however large its header says it is."""
        parts: list[bytes] = []
        size = 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            self.unpacked += len(chunk)
            self._check(size, name)
            parts.append(chunk)
        return b"".join(parts)

    def _check(self, size: int, name: str) -> None:
        if size > self.limits.file:
            raise SeedError(too_large(self.limits.file))
        if self.unpacked > self.limits.unpacked:
            raise SourceError(
                f"{name}: the archive unpacks to more than "
                f"{self.limits.unpacked // MEGABYTE:,} MB: stopped here (split it)"
            )
        if self.unpacked > max(self.limits.ratio_from, self.packed * self.limits.ratio):
            raise SourceError(
                f"{name}: the archive unpacks to more than {self.limits.ratio} times its size: "
                "stopped here (this is not an archive of seeds)"
            )


def open_source(path: Path, limits: Limits | None = None) -> Source:
    """The source at `path`, by what it is rather than by its name; raises SourceError."""
    limits = limits or Limits()
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from None
    if stat.S_ISDIR(mode):
        return FolderSource(path, limits)
    if not stat.S_ISREG(mode):
        raise SourceError(f"{path}: is neither a file nor a folder")
    return _open_file(path, limits)


def _open_file(path: Path, limits: Limits) -> Source:
    try:
        if path.suffix.lower() in layout.SEED_SUFFIXES:
            return FileSource(path, limits)
        if zipfile.is_zipfile(path):
            return ZipSource(path, limits)
        if tarfile.is_tarfile(path):
            return TarSource(path, limits)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path.name}: cannot be read: {error}") from None
    raise SourceError(
        f"{path.name}: is not a zip or tar archive, nor a seed "
        f"({', '.join(sorted(layout.SEED_SUFFIXES))})"
    )


def refuse_unsafe(name: str) -> None:
    """Raise SeedError for a name that could lead outside the batch or cannot be shown."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in name):
        raise SeedError("the name holds control characters (rename the file)")
    if name.startswith(("/", "\\")) or "\\" in name or (name[1:2] == ":" and name[0].isalpha()):
        raise SeedError("the name is not relative with forward slashes (pack from the folder)")
    if ".." in name.split("/"):
        raise SeedError("the name leads outside the archive")


def refuse_long(path: str) -> None:
    """Raise SeedError for a path that the database has no room for."""
    if len(path) > MAX_PATH:
        raise SeedError(f"the path is longer than {MAX_PATH} characters (shorten a folder's name)")


def readable(name: str) -> str:
    """A name that can be printed and stored, whatever bytes it was made of."""
    clean = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    clean = clean.removeprefix("./")
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in clean
    )


def too_large(limit: int) -> str:
    return f"larger than {limit // MEGABYTE} MB"


def _prefix(folder: Path) -> str:
    """`import_seeds site/_news` names its files as `import_seeds site` does."""
    parts = folder.resolve().parts
    inside = layout.identity((*parts, "x"))
    return inside.removesuffix("x")


def _walk(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            elif entry.is_file(follow_symlinks=False):
                yield entry.path


def _read_path(path: str, limit: int) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a Path for each file is slow
            data = file.read(CHUNK)
            if len(data) == CHUNK:
                data += file.read(limit + 1 - CHUNK)
    except OSError as error:
        raise SeedError(f"cannot be read: {error.strerror}") from None
    if len(data) > limit:
        raise SeedError(too_large(limit))
    return data


def _refuse_odd_zip_member(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise SeedError("encrypted (pack it without a password)")
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise SeedError("not a regular file (links and devices are not followed)")
