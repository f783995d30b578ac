"""The classes that an import's files are in. Every number on its page is that of a class, and leads
to the files that it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from articles.ingest.batch_counts import SKIPPED
from articles.ingest.recorder import AHEAD, COMES, LEAVES
from articles.models import BatchState, ImportBatch, ImportItem, State
from articles.seeds.kinds import REFUSED, FileKind, FileResult

# Beside those of `FileResult`, which some of them cut across.
ARTICLES, PUBLIC, LATER, HELD = "articles", "public", "later", "held"
CHANGED, NOTED, DUPLICATE = "changed-articles", "noted", "duplicate"
CHANGED_PUBLIC, CHANGED_GONE = "changed-public", "changed-gone"
CONFLICT_PUBLIC, CONFLICT_GONE = "conflict-public", "conflict-gone"
OTHERS_NEW, OTHERS_CHANGED = "others-new", "others-changed"
LEFT = "left"  # by the last undo or redo
LABELS = {
    FileResult.NEW: "New",
    FileResult.CONTENT: "Changed",
    FileResult.CONFLICT: "Conflicts",
    FileResult.CLASH: "Clashes",
    FileResult.ERROR: "Errors",
    FileResult.METRICS: "Heat only",
    SKIPPED: "Left out",
    FileResult.IGNORED: "Not articles",
    NOTED: "With notes",
    LEFT: "Left as they are",
}
TITLES = {
    ARTICLES: "New articles",
    PUBLIC: "New articles, public",
    LATER: "New articles, public when their time has come",
    HELD: "New articles, held",
    CHANGED: "Articles that change",
    CHANGED_PUBLIC: "Articles that change and go public",
    CHANGED_GONE: "Articles that change and leave the site",
    OTHERS_NEW: "New files of topics, providers and pictures",
    OTHERS_CHANGED: "Files of topics, providers and pictures that change",
    CONFLICT_PUBLIC: "Articles in conflict that go public",
    CONFLICT_GONE: "Articles in conflict that leave the site",
}
SPOKEN_OF = (*REFUSED, FileResult.IGNORED)  # their messages are no notes
OTHERS = [kind for kind in FileKind if kind != FileKind.ARTICLE]
COLUMNS = ("kind", "result", "state", "skip")  # an index holds them

Items = QuerySet[ImportItem]
Columns = Mapping[str, Collection[Any]]  # the values that files of a class have there

# `= False` would become a bare column, which no index of SQLite answers; `= True` is one of them.
ACROSS: dict[str, Callable[[Items], Items]] = {
    SKIPPED: lambda items: items.filter(skip=True),
    DUPLICATE: lambda items: items.filter(skip__in=[False]).exclude(duplicate_of=""),
    NOTED: lambda items: (
        items.filter(skip__in=[False]).exclude(message="").exclude(result__in=SPOKEN_OF)
    ),
    LEFT: lambda items: items.exclude(left_as_is=""),
}


def figures(batch: ImportBatch) -> Counter[str]:
    """Return how many files each class has: none before it was read, nor once it was ended before
    anything was imported."""
    if batch.state == BatchState.READING or not batch.counts:
        return Counter()
    items = batch.items.order_by()
    counted = list(items.values(*COLUMNS).annotate(number=Count("pk")))
    numbers = {
        name: sum(row["number"] for row in counted if _fits(row, columns))
        for name, columns in _classes(batch).items()
    }
    across = {name: narrow(items).count() for name, narrow in ACROSS.items() if name != LEFT}
    # No index answers for these: they are looked for only where there are any.
    left = ACROSS[LEFT](items).count() if batch.counts.get("left_as_is") else 0
    return Counter({**numbers, **across, LEFT: left})


def rows(batch: ImportBatch, name: str) -> Items:
    """Return the files of a class; none for an unknown name."""
    if narrow := ACROSS.get(name):
        return narrow(batch.items.all())
    columns = _classes(batch).get(name)
    if columns is None:
        return batch.items.none()
    return batch.items.filter(**{f"{column}__in": values for column, values in columns.items()})


def _fits(row: Mapping[str, Any], columns: Columns) -> bool:
    return all(row[column] in values for column, values in columns.items())


def _classes(batch: ImportBatch) -> dict[str, Columns]:
    """Return those that the columns of an index tell apart."""
    shown: list[str] = [State.PUBLISHED, State.UNSET]
    later, held = [AHEAD], [State.UNPUBLISHED.value]
    if batch.hold:
        shown, later, held = [], [], [*shown, *later, *held]
    by_result: dict[str, dict[str, Collection[Any]]] = {
        result: {"result": [result], "skip": [False]} for result in FileResult
    }
    return {
        **by_result,
        ARTICLES: _articles(FileResult.NEW, [*shown, *later, *held]),
        PUBLIC: _articles(FileResult.NEW, shown),
        LATER: _articles(FileResult.NEW, later),
        HELD: _articles(FileResult.NEW, held),
        CHANGED: {"kind": [FileKind.ARTICLE], **by_result[FileResult.CONTENT]},
        OTHERS_NEW: {"kind": OTHERS, **by_result[FileResult.NEW]},
        OTHERS_CHANGED: {"kind": OTHERS, **by_result[FileResult.CONTENT]},
        CHANGED_PUBLIC: _articles(FileResult.CONTENT, [COMES]),
        CHANGED_GONE: _articles(FileResult.CONTENT, [LEAVES]),
        CONFLICT_PUBLIC: _articles(FileResult.CONFLICT, [COMES]),
        CONFLICT_GONE: _articles(FileResult.CONFLICT, [LEAVES]),
    }


def _articles(result: FileResult, states: Collection[str]) -> Columns:
    return {"kind": [FileKind.ARTICLE], "result": [result], "state": states, "skip": [False]}
