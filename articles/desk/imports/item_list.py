"""The list of a batch's files: its tabs, its filter, its pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from articles import paging
from articles.desk.imports import duplicates
from articles.models import BatchState, ImportBatch, ImportItem
from articles.seeds.kinds import WRITTEN, FileResult

PAGE_SIZE = 50
NOTED = "noted"  # beside the classes of `ImportItem.result`, which it cuts across
LABELS = {
    FileResult.NEW: "New",
    FileResult.CONTENT: "Changed",
    FileResult.CONFLICT: "Conflicts",
    FileResult.CLASH: "Address clashes",
    FileResult.ERROR: "Errors",
    FileResult.METRICS: "Heat only",
    FileResult.IGNORED: "Not articles",
}
# What most needs a person first, what nobody needs to look at last.
TO_LOOK_AT = (
    FileResult.ERROR,
    FileResult.CLASH,
    FileResult.CONFLICT,
    FileResult.CONTENT,
    FileResult.NEW,
    FileResult.METRICS,
    FileResult.IGNORED,
)


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: int
    address: str
    part: str

    @property
    def shown(self) -> str:
        return f"{self.count:,}"


def tabs(batch: ImportBatch) -> list[Tab]:
    """Return the classes that have files, in the order in which they are read; none where the batch
    has no items, as before it has been read or once it was cancelled."""
    if batch.state == BatchState.READING or not batch.items.exists():
        return []
    page = reverse("desk:import-detail", args=[batch.pk])
    part = reverse("desk:import-items", args=[batch.pk])
    counts: dict[str, int] = {name: batch.counts.get(name, 0) for name in LABELS}
    counts[NOTED] = paging.capped_count(noted(batch.items.all()))
    return [
        Tab(name, label, counts[name], f"{page}?class={name}", f"{part}?class={name}")
        for name, label in [*LABELS.items(), (NOTED, "With notes")]
        if counts[name]
    ]


def chosen(batch: ImportBatch, params: QueryDict) -> str:
    """Return the class that was asked for, else the one that most needs a person; "" for none."""
    asked = params.get("class", "")
    if asked in LABELS or asked in (duplicates.CLASS, NOTED):
        return asked
    return next((name for name in TO_LOOK_AT if batch.counts.get(name)), "")


def items(batch: ImportBatch, params: QueryDict) -> paging.Page[ImportItem]:
    name, text = chosen(batch, params), params.get("q", "").strip()
    if name == duplicates.CLASS:
        found = duplicates.matching(duplicates.of(listed(batch)), text)
    elif name == NOTED:
        found = noted(listed(batch)).filter(path__icontains=text)
    else:
        named = Q(path__icontains=text) | Q(title__icontains=text)
        found = listed(batch).filter(named, result=name)
    return paging.page(found, ["id"], params.get("after", ""), PAGE_SIZE)


def listed(batch: ImportBatch) -> QuerySet[ImportItem]:
    return batch.items.defer("data").select_related("article")


def noted(items: QuerySet[ImportItem]) -> QuerySet[ImportItem]:
    return items.filter(result__in=WRITTEN).exclude(message="")


def query_with(params: QueryDict, **changes: str) -> str:
    """Return the query of the same list with `changes`; an empty value drops a parameter. It begins
    at the first page unless a change says otherwise."""
    query = params.copy()
    query.pop("after", None)
    for name, value in changes.items():
        query[name] = value
    for name in [name for name in query if name not in ("class", "q", "after") or not query[name]]:
        del query[name]
    return f"?{query.urlencode()}" if query else ""
