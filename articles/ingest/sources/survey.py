"""A first walk through a source, over names alone: where its checkouts are, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from articles.ingest.sources.files import Source
from articles.ingest.sources.layout import RANK, Layout, Place
from articles.ingest.sources.limits import Entry, LimitError, SourceError
from articles.models import SeedFile
from articles.seeds.kinds import FileKind

CHUNK = 1000


@dataclass(frozen=True)
class Survey:
    """`total` counts the entries, which are there where they can be read in any order. `loose` are
    the kinds of files that lie outside of every checkout and were imported when there was none, by
    path."""

    layout: Layout
    total: int
    entries: list[tuple[Place, Entry]] | None = None
    loose: dict[str, FileKind] = field(default_factory=dict)

    @classmethod
    def of(cls, source: Source) -> Self:
        with source.patience:
            entries = None if source.streamed else _all(source)
            usable = _names(source) if entries is None else [_usable(entry) for entry in entries]
        layout = Layout.of(usable)
        names = usable if entries is None else [entry.name for entry in entries]
        places = [layout.place_of(name) for name in names]
        ignored = [place.path for place in places if place.kind == FileKind.IGNORED]
        loose = dict(_known_kinds(ignored))
        places = [_with_known_kind(place, loose) for place in places]
        placed = None if entries is None else list(zip(places, entries, strict=True))
        return cls(layout, len(names), placed, loose)

    def placed(self, source: Source) -> Iterable[tuple[Place, Entry]]:
        """Return topics, providers and pictures before articles where the source can be read in any
        order; where it cannot, articles make what they mention, and its file completes it later."""
        if self.entries is None:
            return (
                (_with_known_kind(self.layout.place_of(entry.name), self.loose), entry)
                for entry in source.entries()
            )
        return sorted(self.entries, key=lambda pair: RANK[pair[0].kind])


def _with_known_kind(place: Place, known: dict[str, FileKind]) -> Place:
    return place._replace(kind=known[place.path]) if place.path in known else place


def _all(source: Source) -> list[Entry] | None:
    """Return None for a source that breaks off: what comes before the break is read as a stream."""
    try:
        return list(_patiently(source))
    except LimitError:
        raise
    except SourceError:
        return None


def _names(source: Source) -> list[str]:
    names = []
    try:
        for entry in _patiently(source):
            names.append(_usable(entry))  # noqa: PERF401 - to keep those before the break
    except LimitError:
        raise
    except SourceError:
        pass
    return names


def _patiently(source: Source) -> Iterator[Entry]:
    for entry in source.entries():
        source.patience.check()
        yield entry


def _usable(entry: Entry) -> str:
    """Return "" for a name that cannot be used: it must not tell where the checkouts are."""
    return "" if entry.problem else entry.name


def _known_kinds(paths: list[str]) -> Iterator[tuple[str, FileKind]]:
    for start in range(0, len(paths), CHUNK):
        found = SeedFile.objects.filter(path__among=paths[start : start + CHUNK])
        for path, kind in found.values_list("path", "kind"):
            yield path, FileKind(kind)
