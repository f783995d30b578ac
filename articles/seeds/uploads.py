"""What people send from their browsers, kept until it has been read; and folders of the server.

A batch has one folder below `DATA_DIR/uploads`: loose files lie in `files`, one after another,
archives beside it under numbers of our own. `manifest` says in JSON lines which is what. No name
that somebody sent ever names a file here.
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings

from articles.actions.errors import Refused
from articles.models import ImportBatch
from articles.seeds.errors import SeedError
from articles.seeds.guard import BROWSER, MEGABYTE, Entry, Guard, SourceError, readable, too_large
from articles.seeds.sources import Source, open_source

MAX_UPLOADED = 100 * MEGABYTE  # bytes of one batch
ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")

Line = dict[str, Any]


class Sent(Protocol):
    """A file as a form has it."""

    size: int | None

    def chunks(self) -> Iterator[bytes]: ...


class Uploaded(Source):
    """The loose files of a batch, by the names that they had where they came from."""

    def __enter__(self) -> Uploaded:
        self._file = (self.path / "files").open("rb")
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def entries(self) -> Iterator[Entry]:
        guard = Guard(self.limits, MAX_UPLOADED)
        lines = [line for line in _manifest(self.path) if "archive" not in line]
        guard.count(len(lines))
        for line in sorted(lines, key=lambda line: str(line["name"])):
            yield self._entry(line, guard)

    def _entry(self, line: Line, guard: Guard) -> Entry:
        def read() -> bytes:
            guard.admit(line["name"])
            if line["size"] > self.limits.file:
                raise SeedError(too_large(self.limits.file))
            self._file.seek(line["offset"])
            return self._file.read(line["size"])

        return Entry.of(line["name"], read)


class Unreadable(Source):
    """An archive that cannot even be opened; the others of its batch can."""

    def __init__(self, path: Path, error: SourceError) -> None:
        super().__init__(path, BROWSER)
        self.error = error

    def entries(self) -> Iterator[Entry]:
        raise self.error


def folders() -> list[Path]:
    """The folders of this server that may be imported, as far as they exist."""
    return [path for path in map(Path, settings.IMPORT_DIRS) if path.is_dir()]


def receive(batch: ImportBatch, name: str, file: Sent) -> None:
    """Keep a file of this batch under the relative name that it has there; an archive stays one.

    Raises Refused when the batch gets larger than a browser may send.
    """
    folder = _folder(batch)
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        count = sum(1 for _ in _lines(folder))
        if count >= BROWSER.entries:
            raise Refused(
                f"More than {BROWSER.entries:,} files cannot be sent at once: "
                "send them in several imports, or have them put in a folder of the server."
            )
        room = MAX_UPLOADED - sum(path.stat().st_size for path in folder.iterdir())
        if name.lower().endswith(ARCHIVES):
            line: Line = {"name": name, "archive": f"archive-{count}"}
            _write(folder / line["archive"], file, room)
        else:
            line = {"name": name, **_write(folder / "files", file, room)}
        with (folder / "manifest").open("a") as manifest:
            manifest.write(json.dumps(line) + "\n")


def sources_of(batch: ImportBatch) -> list[Source]:
    """What the batch is read from. Raises Refused for a folder that is not offered any more."""
    if batch.where != where(batch):
        return [_server_folder(Path(batch.where))]
    folder = _folder(batch)
    lines = list(_manifest(folder))
    archives = [_archive(folder / line["archive"], line["name"]) for line in lines if _packed(line)]
    if len(archives) == len(lines):
        return archives
    loose = Uploaded(folder, BROWSER)
    loose.label = batch.source
    return [loose, *archives]


def where(batch: ImportBatch) -> str:
    """How a batch says that it was uploaded."""
    return f"uploads/{batch.pk}"


def forget(batch: ImportBatch) -> None:
    """Delete what was uploaded. Calling it again changes nothing."""
    shutil.rmtree(_folder(batch), ignore_errors=True)


def _server_folder(path: Path) -> Source:
    if path not in folders():
        raise Refused(f"{path} is not a folder that this server offers (any more).")
    return open_source(path)


def _archive(path: Path, name: str) -> Source:
    try:
        source = open_source(path, BROWSER)
    except SourceError as error:
        source = Unreadable(path, SourceError(str(error).removeprefix(f"{path}: ")))
    source.label = readable(name)
    return source


def _packed(line: Line) -> bool:
    return "archive" in line


def _folder(batch: ImportBatch) -> Path:
    return Path(settings.DATA_DIR) / where(batch)


def _lines(folder: Path) -> Iterator[str]:
    try:
        with (folder / "manifest").open() as manifest:
            yield from manifest
    except FileNotFoundError:
        return


def _manifest(folder: Path) -> Iterator[Line]:
    for line in _lines(folder):
        yield json.loads(line)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """A browser may send several parts of one batch at once."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, file: Sent, room: int) -> Line:
    """Add the file's bytes at the end, all of them or none; where they lie."""
    with path.open("ab") as target:
        start = target.tell()
        try:
            size = _copy(file, target, room)
        except BaseException:
            target.truncate(start)
            raise
    return {"offset": start, "size": size}


def _copy(file: Sent, target: IO[bytes], room: int) -> int:
    size = 0
    for chunk in file.chunks():
        size += len(chunk)
        if size > room:
            raise Refused(
                f"More than {MAX_UPLOADED // MEGABYTE} MB cannot be sent at once: "
                "send it in several imports, or have it put in a folder of the server."
            )
        target.write(chunk)
    return size
