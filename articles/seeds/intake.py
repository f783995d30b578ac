"""Portions of files that are written in one transaction each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from articles.models import SeedFile
from articles.seeds.guard import SourceError
from articles.seeds.plan import Changed
from articles.seeds.reading import Job

CHUNK_BYTES = 16_000_000  # pictures are large: memory stays flat


def chunks(files: Iterable[Changed], most: int) -> Iterator[list[Changed]]:
    """At most so many files, of hardly more than CHUNK_BYTES, at a time; those before the place
    where the source breaks off, too."""
    chunk: list[Changed] = []
    size = 0
    try:
        for file in files:
            chunk.append(file)
            size += len(file.data)
            if len(chunk) == most or size > CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
    except SourceError:
        yield chunk
        raise
    yield chunk


def digests(files: Iterable[Changed]) -> dict[str, str]:
    """Those of the last import of these files, by path."""
    paths = [file.place.path for file in files]
    return dict(SeedFile.objects.filter(path__among=paths).values_list("path", "digest"))


def reading_jobs(files: list[Changed]) -> tuple[list[Changed], list[Job]]:
    """The files with the digests of their bases, and what is to be read for each."""
    paths = [file.place.path for file in files if file.seen]
    found = SeedFile.objects.filter(path__among=paths).values_list("path", "digest", "text")
    bases = {path: (digest, text) for path, digest, text in found}
    known = [bases.get(file.place.path, ("", None)) for file in files]
    return (
        [file._replace(seen=digest) for file, (digest, _) in zip(files, known, strict=True)],
        [Job(file.data, text) for file, (_, text) in zip(files, known, strict=True)],
    )
