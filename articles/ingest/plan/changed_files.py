"""Reads and hashes the files of a source; what is as it was at the last import goes no further."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from django.db import connection

from articles.images.decode import MISSING
from articles.ingest.changed import Changed
from articles.ingest.plan.parsing import Job
from articles.ingest.recorder import NullRecorder
from articles.ingest.sources.layout import Place, is_litter, place_by_content
from articles.ingest.sources.limits import Entry, Patience, SourceError, refuse_long
from articles.models import Image, ImageState, SeedFile
from articles.seeds.decoding import refuse_large
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind

FIRST = 100  # files: the database has something to do at once
MANY = 200_000  # digests that fit into memory
CHUNK_BYTES = 16_000_000  # pictures are large: memory stays flat
# The index holds all that is asked for. Left to itself, SQLite takes that of the unique paths, and
# then a page of the table for each file: three times as long.
DIGESTS = {
    "sqlite": "SELECT path, digest FROM articles_seedfile INDEXED BY seedfile_digest "
    "WHERE path IN (SELECT value FROM json_each(%s))",
    "postgresql": "SELECT path, digest FROM articles_seedfile "
    "WHERE path IN (SELECT json_array_elements_text(%s))",
}


class Found(NamedTuple):
    refused: list[tuple[Place, SeedError]]
    ignored: list[Place]
    changed: list[Changed]
    unchanged: int


class ChangedFiles:
    """Walks through a source once, file by file: a stream does not turn back.

    At most so many files, of hardly more than CHUNK_BYTES, are found at a time, and fewer at first;
    those before the place where the source breaks off, too. `total` is about how many there are;
    `numbers` are theirs. What is done with them meanwhile does not try the patience.
    """

    def __init__(
        self,
        files: Iterable[tuple[Place, Entry]],
        recorder: NullRecorder,
        most: int,
        total: int,
        patience: Patience,
        numbers: Iterator[int],
    ) -> None:
        self._files = iter(files)
        self._patience = patience
        self._numbers = numbers
        self._recorder = recorder
        self._all = all_digests(total)
        self._most = most
        self._enough = min(FIRST, most)
        self._begin()

    def _begin(self) -> None:
        self._refused: list[tuple[Place, SeedError]] = []
        self._ignored: list[Place] = []
        self._read: list[tuple[Place, bytes, str]] = []
        self._size = 0

    def __iter__(self) -> Iterator[Found]:
        try:
            while found := self._next():
                place, entry = found
                if is_litter(entry.name):
                    self._ignored.append(place._replace(kind=FileKind.IGNORED))
                elif entry.problem:
                    self._refused.append((place, SeedError(entry.problem)))
                elif place.kind is FileKind.IGNORED:
                    self._ignored.append(place)
                else:
                    self._take(place, entry)
                if len(self._read) == self._enough or self._size > CHUNK_BYTES:
                    yield self._found()
                    self._enough = min(2 * self._enough, self._most)
        except SourceError:
            yield self._found()
            raise
        yield self._found()

    def _next(self) -> tuple[Place, Entry] | None:
        with self._patience:
            self._patience.check()
            return next(self._files, None)

    def _take(self, place: Place, entry: Entry) -> None:
        try:
            with self._patience:
                data = entry.read()
        except SeedError as error:
            self._recorder.note_read([(place.path, "")])
            self._refused.append((place, error))
        else:
            self._read.append((place, data, blake2b(data, digest_size=16).hexdigest()))
            self._size += len(data)

    def _found(self) -> Found:
        read, refused, ignored = self._read, self._refused, self._ignored
        self._begin()
        self._recorder.note_read((place.path, digest) for place, _, digest in read)
        known = self._all
        if known is None:
            known = digests([place.path for place, _, _ in read])
        changed = []
        unchanged = 0
        lost = _lost_pictures(digest for place, _, digest in read if _is_picture(place))
        for place, data, digest in read:
            seen = known.get(place.path, "")
            if seen == digest and digest not in lost:
                unchanged += 1
                continue
            try:
                file = _checked(place, data, digest, seen)
            except SeedError as error:
                refused.append((place, error))
                continue
            if file.place.kind is FileKind.IGNORED:
                ignored.append(file.place)
            else:
                changed.append(file._replace(number=next(self._numbers)))
        return Found(refused, ignored, changed, unchanged)


def _is_picture(place: Place) -> bool:
    return place.kind is FileKind.PICTURE


def _lost_pictures(digests: Iterable[str]) -> set[str]:
    """Return which of these files are waited for again."""
    broken = Image.objects.filter(state=ImageState.BROKEN, problem=MISSING)
    sought = set(digests)
    return set(
        broken.filter(digest__among=sought).values_list("digest", flat=True) if sought else ()
    )


def _checked(place: Place, data: bytes, digest: str, seen: str) -> Changed:
    refuse_long(place.path)
    if not _is_picture(place):
        refuse_large(data)
    elif not data:
        raise SeedError("the file is empty (put the picture there again)")
    return Changed(place_by_content(place, data), data, digest, seen)


def all_digests(most: int) -> dict[str, str] | None:
    """Return those of all files by path, or None where there are many more than `most`: asked for
    at once, each costs half."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM articles_seedfile")
        (last,) = cursor.fetchone()
        if last and last > min(2 * most, MANY):
            return None
        cursor.execute("SELECT path, digest FROM articles_seedfile")
        return dict(cursor.fetchall())


def digests(paths: list[str]) -> dict[str, str]:
    if not paths:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(DIGESTS[connection.vendor], [json.dumps(paths)])
        return dict(cursor.fetchall())


def reading_jobs(files: list[Changed]) -> tuple[list[Changed], list[Job]]:
    paths = [file.place.path for file in files if file.seen]
    found = SeedFile.objects.filter(path__among=paths).values_list("path", "digest", "text")
    bases = {path: (digest, text) for path, digest, text in found}
    known = [bases.get(file.place.path, ("", None)) for file in files]
    return (
        [file._replace(seen=digest) for file, (digest, _) in zip(files, known, strict=True)],
        [Job(file.data, text) for file, (_, text) in zip(files, known, strict=True)],
    )
