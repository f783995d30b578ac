"""Where seeds come from: files, folders, zip and tar. Nothing is ever unpacked to disk.

Every source yields entries in a stable order; an entry's bytes are read, and really counted, only
when somebody asks. Names are made safe before anything else sees them.
"""

from __future__ import annotations

import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Protocol

from articles.ingest.sources import layout
from articles.ingest.sources.limits import (
    JOINED,
    Counted,
    Entry,
    Guard,
    Limits,
    Patience,
    PatientFile,
    SourceError,
    damage,
    readable,
    too_large,
    unsafe,
)
from articles.ingest.sources.tar import COMPRESSIONS, unpacked
from articles.ingest.sources.zip_directory import (
    END,
    behind,
    last_bytes,
    name_of,
    refuse_many,
    refuse_odd,
    sharing_bytes,
    why_incomplete,
)
from articles.seeds.errors import SeedError

ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
ZIP_START = b"PK\x03\x04"
SEED = 1 << 14  # bytes that are read at once: nearly every seed is shorter
UNREADABLE = "the name is not UTF-8 or holds invisible characters (rename the file)"


class PlacedFiles(Protocol):
    """The files of a source with their places; `total` is how many there are."""

    @property
    def total(self) -> int: ...

    def placed(self, source: Source) -> Iterable[tuple[layout.Place, Entry]]: ...


class Source:
    """Base of the four kinds, to be used in a `with` statement.

    `entries` may be walked more than once. Where a source is `streamed`, an entry can only be read
    before the next one is asked for. `patience` lasts for `limits.seconds`; whoever can be asked
    to stop sets its `stop`.
    """

    streamed = False
    archive = False
    label = ""  # the name to show, where it is not the file's own

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self.patience = Patience(limits.seconds)

    @property
    def name(self) -> str:
        return self.label or readable(self.path.name or str(self.path))

    def entries(self) -> Iterator[Entry]:
        raise NotImplementedError

    def survey(self) -> PlacedFiles | None:
        """Return where its files belong if the source knows; None if the names have to tell."""
        return None

    def why_nothing(self, total: int) -> str:
        """Say why nothing came of a source that holds so many files, none of them for us."""
        if not total:
            return "is empty: there is nothing to import"
        none = "the only file in it is no seed"
        if total > 1:
            none = f"none of its {total:,} files is a seed"
        return f"{none} (seeds are .md files with front matter, in _news or a folder of their own)"

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing to close, unless a kind says otherwise."""


class FileSource(Source):
    def entries(self) -> Iterator[Entry]:
        path = str(self.path)
        name = layout.identity(self.path.resolve().parts)
        yield _entry(name, path, self.limits.file)


class FolderSource(Source):
    """Hidden files and links are left out: a link could point anywhere on this machine."""

    def entries(self) -> Iterator[Entry]:
        base = str(self.path)
        prefix = layout.prefix(self.path.resolve().parts)
        cut = len(base.rstrip("/")) + 1
        limit = self.limits.file
        for path, problem in sorted(self.files(), key=itemgetter(0)):
            yield _entry(prefix + path[cut:], path, limit, problem)

    def files(self) -> Iterable[tuple[str, str]]:
        return walk(str(self.path))

    def why_nothing(self, total: int) -> str:
        links = sorted(path for path in self.path.rglob("*") if path.is_symlink())
        if not links:
            return super().why_nothing(total)
        others = f" and {len(links) - 1:,} more" if len(links) > 1 else ""
        first = readable(str(links[0].relative_to(self.path)))
        return f"links are not followed: {first}{others} (name what they lead to)"


class ZipSource(Source):
    archive = True

    def __enter__(self) -> ZipSource:
        with ExitStack() as opened:
            file = opened.enter_context(PatientFile(self.path, self.patience))
            try:
                refuse_many(file, self.limits, self.patience)
                self._archive = opened.enter_context(zipfile.ZipFile(file))
            except ZIP_DAMAGE as error:
                why = damage(error)
                raise SourceError(f"cannot be read as a zip: {why} (pack it again)") from None
            self._file = file
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        self._opened.close()

    def entries(self) -> Iterator[Entry]:
        guard = Guard(self.limits, self.path.stat().st_size, self.patience)
        members = [info for info in self._archive.infolist() if not info.is_dir()]
        guard.count(len(members))
        shared = sharing_bytes(self._archive.infolist())
        for info in sorted(members, key=lambda info: info.orig_filename):
            yield self._entry(info, guard, info in shared)
        if why := why_incomplete(self._file, self._archive.infolist()):
            raise SourceError(why)
        if _begins_an_archive(behind(self._file, tarfile.BLOCKSIZE)):
            raise SourceError(JOINED)

    def _entry(self, info: zipfile.ZipInfo, guard: Guard, shared: bool) -> Entry:
        name = name_of(info)

        def read() -> bytes:
            guard.admit(name)
            refuse_odd(info)
            if shared:
                raise SeedError("shares its bytes with another entry (pack it again)")
            try:
                with self._archive.open(info) as stream:
                    return guard.read(Counted(stream, guard, readable(name)))
            except ZIP_DAMAGE as error:
                raise SeedError(
                    f"damaged in the archive: {damage(error)} (pack it again)"
                ) from None

        return Entry.of(name, read)


class TarSource(Source):
    streamed = True
    archive = True

    def entries(self) -> Iterator[Entry]:
        return unpacked(self.path, self.limits, self.patience)


def open_source(path: Path, limits: Limits | None = None) -> Source:
    """Return the source at `path`, by what it is rather than by its name; raises SourceError."""
    limits = limits or Limits()
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return FolderSource(path, limits)
        if not stat.S_ISREG(mode):
            raise SourceError(f"{path}: is neither a file nor a folder")
        if path.suffix.lower() in layout.SEED_SUFFIXES:
            return FileSource(path, limits)
        return _open_archive(path, limits)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror or error}") from None


def _open_archive(path: Path, limits: Limits) -> Source:
    with path.open("rb") as file:
        start = file.read(tarfile.BLOCKSIZE)
    if _begins_a_tar(start):
        return TarSource(path, limits)
    if _ends_like_a_zip(path):
        return ZipSource(path, limits)
    raise SourceError(f"{path}: {_what_it_is(start)}")


def _ends_like_a_zip(path: Path) -> bool:
    """Return whether a list of entries is said to be there; `is_zipfile` of newer Pythons also asks
    whether that list is whole, and a damaged one would be called missing."""
    with path.open("rb") as file:
        return END in last_bytes(file, path.stat().st_size)


def _begins_an_archive(start: bytes) -> bool:
    return start.startswith(ZIP_START) or _begins_a_tar(start)


def _begins_a_tar(start: bytes) -> bool:
    return start.startswith(tuple(COMPRESSIONS)) or _is_tar_header(start)


def _is_tar_header(block: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


def _what_it_is(start: bytes) -> str:
    if not start:
        return "is empty (pack or fetch it again)"
    if start.startswith(ZIP_START):
        return "is a zip that was cut short: its list of entries is missing (fetch it again)"
    if start.lstrip()[:1] == b"<":
        return "is a web page, not an archive (fetch the file itself)"
    suffixes = ", ".join(sorted(layout.SEED_SUFFIXES))
    return f"is neither a zip or tar archive nor a seed ({suffixes})"


def walk(folder: str) -> Iterator[tuple[str, str]]:
    """Yield the path of every file below, in no order, and of folders that cannot be read, with
    why."""
    folders = [folder]
    while folders:
        here = folders.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        yield entry.path, ""
        except OSError as error:
            yield f"{here}/", f"the folder cannot be read: {error.strerror}"


def _entry(name: str, path: str, limit: int, problem: str = "") -> Entry:
    shown = readable(name)
    problem = problem or unsafe(name) or (UNREADABLE if shown != name else "")
    return Entry(shown, partial(_read_path, path, limit), problem)


def _read_path(path: str, limit: int) -> bytes:
    try:
        file = os.open(path, os.O_RDONLY)  # half the time of a file object
        try:
            data = os.read(file, SEED)
            while SEED <= len(data) <= limit and (more := os.read(file, limit + 1 - len(data))):
                data += more
        finally:
            os.close(file)
    except OSError as error:
        raise SeedError(f"cannot be read: {error.strerror}") from None
    if len(data) > limit:
        raise SeedError(too_large(limit))
    return data
