"""The file that a backup is: a zip with the database, what was chosen for the site, the pictures,
and a manifest that says how each must be. It is read as it is written: in one pass, with nothing
kept in memory."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import IO, Any

from articles.backup.errors import BackupError

FORMAT = 2
MANIFEST, DATABASE, CHOICES, MEDIA = "backup.json", "database", "site.json", "media"
CHUNK = 1 << 20
UNREADABLE = (
    f"{MANIFEST} in it cannot be read: it is damaged, or Newsdesk did not write it. Take another "
    "backup."
)
# What reading a damaged zip ends in, besides what the zipfile module means to raise.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)

# How many rows a table has, and the highest key, where keys only grow.
Rows = dict[str, tuple[int, int | None]]


@dataclass(frozen=True)
class Stored:
    path: str
    size: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    format: int
    made: str
    vendor: str
    migrations: list[tuple[str, str]]
    rows: Rows
    files: list[Stored]

    @property
    def pictures(self) -> list[Stored]:
        return [file for file in self.files if file.path.startswith(f"{MEDIA}/")]

    @classmethod
    def of(cls, data: bytes) -> Manifest:
        """Read it; BackupError if it is none, or one of a later format."""
        try:
            fields: dict[str, Any] = json.loads(data)
            if isinstance(fields["format"], int) and fields["format"] > FORMAT:
                raise BackupError(
                    f"This backup was made by a newer Newsdesk (it has format {fields['format']}, "
                    f"known here is {FORMAT}): update Newsdesk first."
                )
            fields["files"] = [Stored(**file) for file in fields["files"]]
            fields["rows"] = {table: tuple(row) for table, row in fields["rows"].items()}
            fields["migrations"] = [tuple(name) for name in fields["migrations"]]
            manifest = cls(**fields)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BackupError(UNREADABLE) from None
        if not manifest.is_sound():
            raise BackupError(UNREADABLE)
        return manifest

    def is_sound(self) -> bool:
        """Return whether everything is of its kind: whoever edits a file may write anything."""
        numbers = [number for row in self.rows.values() for number in row if number is not None]
        numbers += [self.format, *(file.size for file in self.files)]
        texts = [self.made, self.vendor, *(name for pair in self.migrations for name in pair)]
        texts += [text for file in self.files for text in (file.path, file.digest)]
        pairs = all(len(pair) == 2 for pair in (*self.rows.values(), *self.migrations))
        return (
            pairs
            and all(type(number) is int and number >= 0 for number in numbers)
            and all(isinstance(text, str) for text in texts)
        )


def write(target: Path, files: Iterable[tuple[str, Path]], about: dict[str, Any]) -> Manifest:
    """Write the files and what there is to know about them; files that are gone are left out."""
    stored = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
        for name, path in files:
            try:
                with path.open("rb") as source:
                    stored.append(_pack(packed, name, source))
            except FileNotFoundError:
                continue
        manifest = Manifest(format=FORMAT, files=stored, **about)
        packed.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    if not path.is_file():
        raise BackupError(f"{path} is not there, or no file.")
    try:
        with zipfile.ZipFile(path) as packed:
            if MANIFEST not in packed.namelist():
                raise BackupError(f"{path} is no backup: there is no {MANIFEST} in it.")
            yield packed, Manifest.of(packed.read(MANIFEST))
    except DAMAGED as error:
        raise BackupError(f"{path} is no backup, or damaged: {error}.") from None


def verify(packed: zipfile.ZipFile, manifest: Manifest) -> None:
    for file in manifest.files:
        with _member(packed, file) as source:
            _compare(file, *_copy(source, None))


def extract(packed: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Write each file below the folder; BackupError at the first that is not as it was."""
    for file in manifest.files:
        path = folder / _safe(file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with _member(packed, file) as source, path.open("xb") as target:
            _compare(file, *_copy(source, target))


def _pack(packed: zipfile.ZipFile, name: str, source: IO[bytes]) -> Stored:
    entry = zipfile.ZipInfo(name)
    # Pictures are packed already.
    entry.compress_type = zipfile.ZIP_DEFLATED if name == DATABASE else zipfile.ZIP_STORED
    with packed.open(entry, "w", force_zip64=True) as target:
        return Stored(name, *_copy(source, target))


def _member(packed: zipfile.ZipFile, file: Stored) -> IO[bytes]:
    try:
        return packed.open(file.path)
    except KeyError:
        raise BackupError(f"{file.path} is missing in the backup.") from None


def _copy(source: IO[bytes], target: IO[bytes] | None) -> tuple[int, str]:
    """Return size and digest of what was copied."""
    size, digest = 0, blake2b(digest_size=32)
    while chunk := source.read(CHUNK):
        size += len(chunk)
        digest.update(chunk)
        if target:
            target.write(chunk)
    return size, digest.hexdigest()


def _compare(file: Stored, size: int, digest: str) -> None:
    if (size, digest) != (file.size, file.digest):
        raise BackupError(f"{file.path} in the backup is not as it was when it was made.")


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    first = path.parts[0] if path.parts else ""
    if path.is_absolute() or ".." in path.parts or first not in (DATABASE, CHOICES, MEDIA):
        raise BackupError(f"{name!r} in the backup leads elsewhere.")
    return path
