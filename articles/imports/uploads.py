"""What people send from their browsers, kept until it has been read; and folders of the server.

A batch has one folder below `DATA_DIR/uploads`: loose files lie in `files`, one after another,
archives beside it under numbers of our own. `manifest` says in JSON lines which is what, and each
line what there is up to it. No name that somebody sent ever names a file here.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from django.conf import settings

from articles.actions.errors import Refused
from articles.ingest.sources.files import Source, open_source
from articles.ingest.sources.limits import (
    BROWSER,
    MEGABYTE,
    Entry,
    Guard,
    SourceError,
    readable,
    too_large,
)
from articles.models import BatchState, ImportBatch
from articles.seeds.errors import SeedError

MAX_UPLOADED = 100 * MEGABYTE  # bytes of one batch
MAX_NAME = 4096  # characters
TAIL = 1 << 17  # bytes: two lines of the manifest are shorter, whatever their names are
ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")

Line = dict[str, Any]


class Closed(Refused):
    """The batch takes no more files: somebody went on with it, or cancelled it."""


class Tally(NamedTuple):
    files: int = 0
    loose: int = 0
    packed: int = 0


class Sent(Protocol):
    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterator[bytes]: ...


class UploadedFiles(Source):
    """The loose files of a batch, by the names that they had where they came from."""

    def __enter__(self) -> UploadedFiles:
        self._file = (self.path / "files").open("rb")
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def entries(self) -> Iterator[Entry]:
        guard = Guard(self.limits, MAX_UPLOADED, self.patience)
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


class UnreadableArchive(Source):
    def __init__(self, path: Path, error: SourceError) -> None:
        super().__init__(path, BROWSER)
        self.error = error

    def entries(self) -> Iterator[Entry]:
        raise self.error


def folders() -> list[Path]:
    return [path for path in map(Path, settings.IMPORT_DIRS) if path.is_dir()]


def receive(batch: ImportBatch, files: Iterable[tuple[str, Sent]]) -> None:
    """Store files under the relative names that they have where they come from, all or none.

    An archive stays one. The work goes by these files, however many there are already. Raises
    Refused when the batch gets larger than a browser may send, Closed when it takes no more.
    """
    folder = _folder(batch)
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        _refuse_unless_open(batch)
        with (folder / "manifest").open("a+b") as manifest, (folder / "files").open("ab") as loose:
            tally, lines = _tally(manifest, loose), []
            for name, file in files:
                line, tally = _store(folder, loose, name, file, tally)
                lines.append(json.dumps({**line, "so_far": tally}))
            loose.flush()
            manifest.write("".join(f"{line}\n" for line in lines).encode())


def sources_of(batch: ImportBatch) -> list[Source]:
    """Return what the batch is read from. Raises Refused for a folder that is not offered any more,
    SourceError for one that cannot be read."""
    if batch.where != where(batch):
        path = Path(batch.where)
        if path not in folders():
            raise Refused(f"{path} is not a folder that this server offers (any more).")
        return [open_source(path)]
    folder = _folder(batch)
    lines = list(_manifest(folder))
    packed = [line for line in lines if "archive" in line]
    archives = [_archive(folder / line["archive"], line["name"]) for line in packed]
    if len(archives) == len(lines):
        return archives
    loose = UploadedFiles(folder, BROWSER)
    loose.label = batch.source
    return [loose, *archives]


def where(batch: ImportBatch) -> str:
    return f"uploads/{batch.pk}"


def delete(batch: ImportBatch) -> None:
    with suppress(FileNotFoundError), _locked(_folder(batch)):
        shutil.rmtree(_folder(batch), ignore_errors=True)


def delete_leftovers() -> None:
    """Delete what nobody needs any more and nobody has deleted. Safe at any time, by anyone."""
    folders = list((Path(settings.DATA_DIR) / "uploads").glob("*"))
    needed = ImportBatch.objects.filter(state__in=[BatchState.UPLOADING, BatchState.READING])
    names = {str(pk) for pk in needed.values_list("pk", flat=True)} if folders else set()
    for folder in folders:
        if folder.name not in names:
            shutil.rmtree(folder, ignore_errors=True)


def _archive(path: Path, name: str) -> Source:
    try:
        source = open_source(path, BROWSER)
    except SourceError as error:
        source = UnreadableArchive(path, SourceError(str(error).removeprefix(f"{path}: ")))
    source.label = readable(name)
    return source


def _folder(batch: ImportBatch) -> Path:
    return Path(settings.DATA_DIR) / where(batch)


def _manifest(folder: Path) -> Iterator[Line]:
    with suppress(FileNotFoundError), (folder / "manifest").open() as manifest:
        for line in manifest:
            # The last line may be cut short, or just being written.
            if line.endswith("\n"):
                yield json.loads(line)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    # A browser may send several parts of one batch at once.
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _refuse_unless_open(batch: ImportBatch) -> None:
    if not ImportBatch.objects.filter(pk=batch.pk, state=BatchState.UPLOADING).exists():
        raise Closed("This import takes no more files: it is being read already, or was cancelled.")


def _tally(manifest: IO[bytes], loose: IO[bytes]) -> Tally:
    """Return what the last line says; cut off what a request left behind that was cut short."""
    end = manifest.seek(0, os.SEEK_END)
    manifest.seek(max(0, end - TAIL))
    whole, newline, half = manifest.read().rpartition(b"\n")
    manifest.truncate(end - len(half))
    last = whole.rpartition(b"\n")[2]
    tally = Tally(*json.loads(last)["so_far"]) if newline else Tally()
    loose.truncate(tally.loose)
    return tally


def _store(
    folder: Path, loose: IO[bytes], name: str, file: Sent, tally: Tally
) -> tuple[Line, Tally]:
    count, begin, packed = tally
    if count >= BROWSER.entries:
        raise Refused(
            f"More than {BROWSER.entries:,} files cannot be sent at once: "
            "send them in several imports, or have them put in a folder of the server."
        )
    name, room = name[:MAX_NAME], MAX_UPLOADED - begin - packed
    if name.lower().endswith(ARCHIVES):
        archive = f"archive-{count}"
        with (folder / archive).open("wb") as target:
            size = _copy(file, target, room)
        return {"name": name, "archive": archive}, Tally(count + 1, begin, packed + size)
    size = _copy(file, loose, room)
    line = {"name": name, "offset": begin, "size": size}
    return line, Tally(count + 1, begin + size, packed)


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
