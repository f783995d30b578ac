"""Tar archives as streams: entries in the archive's own order, memory flat, nothing trusted."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self

from articles.ingest.sources.limits import (
    CHUNK,
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
)
from articles.seeds.errors import SeedError

MAX_HEADER = 16_384  # bytes of a long name, of pax records or of a map of holes

MORE = 504  # byte of a block of a map of holes: whether another follows
HEADERS = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
COMPRESSIONS: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
DAMAGE = (
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    IndexError,  # a map of holes that is cut short
    RecursionError,  # thousands of headers that each announce another
)


def unpacked(path: Path, limits: Limits, patience: Patience) -> Iterator[Entry]:
    """Yield the archive's entries, each to be read before the next is asked for; raises
    SourceError."""
    guard = Guard(limits, path.stat().st_size, patience)
    with _damage(), _open(path, patience) as file:
        stream = Counted(file, guard, "its first header")
        with tarfile.open(  # type: ignore[call-overload]
            fileobj=stream,
            mode="r|",
            errors="surrogateescape",
            tarinfo=_Member,
        ) as archive:
            for member in archive:
                archive.members, archive.pax_headers = [], {}  # else they stay in memory
                _refuse_impossible_size(archive, member, limits)
                if not member.isdir():
                    guard.count(1)
                    stream.name = readable(member.name)
                    yield _entry(archive, member, guard)
            # To the end, where the checksum of a compressed stream is.
            while rest := archive.fileobj.read(CHUNK):
                if rest.strip(b"\0"):
                    raise SourceError(JOINED)


def _entry(archive: tarfile.TarFile, member: tarfile.TarInfo, guard: Guard) -> Entry:
    def read() -> bytes:
        guard.admit(member.name)
        if not member.isfile() or member.issparse():
            raise SeedError("not a regular file (links and devices are not followed)")
        with _damage():
            content = archive.extractfile(member)
            assert content is not None
            return guard.read(content)

    return Entry.of(member.name, read)


def _refuse_impossible_size(
    archive: tarfile.TarFile, member: tarfile.TarInfo, limits: Limits
) -> None:
    """Raise before anything is read or passed over: tarfile would look for the next header there,
    for ever if it is far enough."""
    size = archive.offset - archive.fileobj.tell()
    if not 0 <= size <= limits.unpacked:
        name = readable(member.name)
        raise tarfile.ReadError(f"{name} says that it has {member.size:,} bytes")


class _Member(tarfile.TarInfo):
    """Raises where the standard one would take a damaged header for the archive's end, or read a
    name or a map of holes of any length into memory."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            raise  # the end as it should be
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from None

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.size < 0 or (self.type in HEADERS and self.size > MAX_HEADER):
            raise tarfile.ReadError(f"a header of {self.size:,} bytes")
        member: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        return member

    def _proc_sparse(self, archive: Any) -> tarfile.TarInfo:
        """Pass over the map: files with holes are refused later, by name."""
        _, more, _ = self._sparse_structs  # type: ignore[attr-defined]
        begin = archive.fileobj.tell()
        while more:
            more = bool(archive.fileobj.read(tarfile.BLOCKSIZE)[MORE])
            if archive.fileobj.tell() - begin > MAX_HEADER:
                raise tarfile.ReadError("a map of holes without end")
        self.sparse = b""  # not None: it is one with holes
        self.offset_data = archive.fileobj.tell()
        archive.offset = self.offset_data + self._block(self.size)  # type: ignore[attr-defined]
        return self

    def _proc_gnusparse_10(self, member: Any, *_: object) -> None:
        member.sparse = b""  # its map is part of its content, which is passed over


@contextmanager
def _open(path: Path, patience: Patience) -> Iterator[IO[bytes]]:
    with PatientFile(path, patience) as file:
        start = file.read(6)
        file.seek(0)
        kind = next((kind for kind in COMPRESSIONS if start.startswith(kind)), None)
        yield COMPRESSIONS[kind](file) if kind else file


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        why = damage(error)
        raise SourceError(f"damaged or cut short: {why} (pack or fetch it again)") from None
