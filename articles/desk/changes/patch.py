"""What editors changed against upstream, as a patch and as a zip."""

from __future__ import annotations

import difflib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase

from django.db.models import OuterRef, Subquery

from articles.export import ExportedFile, changes_by_people, changes_of, newest_articles
from articles.ingest.sources.limits import unsafe
from articles.models import Article, Event

LOOKED_AT = 100  # articles that a page looks at: each has its seed parsed
CONTEXT = 1  # lines around each change
KINDS = {"+": "added", "-": "removed", "@": "hunk"}


@dataclass(frozen=True)
class Line:
    """`kind` is added, removed, hunk, or "" for a line around a change."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """A seed that we have otherwise than upstream; `last` is what a person did to it last."""

    path: str
    article: Article
    lines: Sequence[Line]
    last: Event | None


@dataclass(frozen=True)
class Changes:
    """`after` is the key of the last article looked at, None where there are no more."""

    rows: list[Change]
    after: int | None
    looked_at: int = LOOKED_AT


def page(since: datetime | None, below: int | None) -> Changes:
    """Look at LOOKED_AT articles that people changed, newest first: few of them may differ."""
    keys = newest_articles(changes_by_people(since), below, LOOKED_AT + 1)
    looked_at = keys[:LOOKED_AT]
    written = changes_of(looked_at)
    last = _last_events([seed.article.pk for seed in written if seed.article])
    rows = [_change(seed, seed.article, last) for seed in written if seed.article]
    rows.sort(key=lambda change: -change.article.pk)
    return Changes(rows, looked_at[-1] if len(keys) > LOOKED_AT else None)


def zipped(files: Iterable[tuple[str, bytes]], now: datetime) -> Iterator[bytes]:
    """Yield a zip of these files, part by part. A name that leads elsewhere is left out."""
    parts = _Parts()
    with zipfile.ZipFile(parts, "w") as archive:
        for path, data in files:
            if not unsafe(path):
                info = zipfile.ZipInfo(path, now.timetuple()[:6])
                info.external_attr = 0o644 << 16
                archive.writestr(info, data, zipfile.ZIP_DEFLATED)
                yield parts.take()
    yield parts.take()


class _Parts(RawIOBase):
    """A file that cannot be sought in, and that is taken away as it grows."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._written += data
        return len(data)

    def take(self) -> bytes:
        taken, self._written = bytes(self._written), bytearray()
        return taken


def _change(seed: ExportedFile, article: Article, last: dict[int, Event]) -> Change:
    return Change(seed.path, article, _lines(seed), last.get(article.pk))


def _lines(seed: ExportedFile) -> list[Line]:
    before, after = (data.decode().split("\n") for data in (seed.before, seed.after))
    patch = difflib.unified_diff(before, after, n=CONTEXT, lineterm="")
    return [Line(KINDS.get(line[:1], ""), line.rstrip("\r")) for line in list(patch)[2:]]


def _last_events(articles: Sequence[int]) -> dict[int, Event]:
    # One article at a time: over all of them, SQLite would read what people did to any.
    newest = changes_by_people().filter(article=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    rows = Article.objects.order_by().filter(pk__among=articles)
    events = Event.objects.select_related("actor").in_bulk(
        list(rows.values_list(Subquery(newest), flat=True))
    )
    return {event.article_id or 0: event for event in events.values()}
