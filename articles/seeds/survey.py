"""A first walk through a source, over names alone: where its checkouts are, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from articles.models import SeedFile
from articles.seeds.guard import Entry, LimitError, SourceError
from articles.seeds.layout import ORDER, Kind, Layout, Place
from articles.seeds.sources import Source

CHUNK = 1000


@dataclass(frozen=True)
class Survey:
    """`total` counts the entries. `heap` are files that lie outside of every checkout and were
    imported when there was none, by path."""

    layout: Layout
    total: int
    heap: dict[str, Kind] = field(default_factory=dict)

    @classmethod
    def of(cls, source: Source) -> Self:
        names = list(_names(source))
        layout = Layout.of(names)
        places = (layout.place(name) for name in names)
        outside = [place.path for place in places if place.kind == Kind.IGNORED]
        return cls(layout, len(names), dict(_known(outside)))

    def placed(self, source: Source) -> Iterable[tuple[Place, Entry]]:
        """Topics, providers and pictures before articles where the source can be read in any order;
        where it cannot, articles make what they mention, and its file completes it later."""
        placed = ((self._place(entry.name), entry) for entry in source.entries())
        return placed if source.streamed else sorted(placed, key=lambda pair: ORDER[pair[0].kind])

    def _place(self, name: str) -> Place:
        place = self.layout.place(name)
        return place._replace(kind=self.heap.get(place.path, place.kind))


def _names(source: Source) -> Iterator[str]:
    """Those that cannot be used must not tell where the checkouts are. Raises LimitError."""
    try:
        for entry in source.entries():
            yield "" if entry.problem else entry.name
    except LimitError:
        raise
    except SourceError:
        return  # to be reported when the entries before have been read


def _known(paths: list[str]) -> Iterator[tuple[str, Kind]]:
    for start in range(0, len(paths), CHUNK):
        found = SeedFile.objects.filter(path__in=paths[start : start + CHUNK])
        for path, kind in found.values_list("path", "kind"):
            yield path, Kind(kind)
