"""The list of a batch's files: its tabs, its filter, its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from articles import paging
from articles.desk.imports.classes import ACROSS, DUPLICATE, LABELS, TITLES, rows
from articles.models import ImportBatch, ImportItem
from articles.seeds.kinds import FileResult

PAGE_SIZE = 50
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


def tabs(batch: ImportBatch, figures: Mapping[str, int]) -> list[Tab]:
    """Return the classes that have files, in the order in which they are read."""
    page = reverse("desk:import-detail", args=[batch.pk])
    part = reverse("desk:import-items", args=[batch.pk])
    return [
        Tab(name, label, figures[name], f"{page}?class={name}", f"{part}?class={name}")
        for name, label in LABELS.items()
        if figures[name]
    ]


def chosen(params: QueryDict, figures: Mapping[str, int]) -> str:
    """Return the class that was asked for, else the one that most needs a person; "" for none."""
    asked = params.get("class", "")
    if asked in (*LABELS, *TITLES, *ACROSS):
        return asked
    return next((name for name in TO_LOOK_AT if figures[name]), "")


def items(batch: ImportBatch, name: str, params: QueryDict) -> paging.Page[ImportItem]:
    found = listed(rows(batch, name))
    if text := params.get("q", "").strip():
        found = found.filter(_holding(text, name))
    return paging.page(found, ["id"], params.get("after", ""), PAGE_SIZE)


def _holding(text: str, name: str) -> Q:
    named = Q(path__icontains=text) | Q(title__icontains=text)
    return named | Q(duplicate_of__icontains=text) if name == DUPLICATE else named


def listed(items: QuerySet[ImportItem]) -> QuerySet[ImportItem]:
    return items.defer("data").select_related("article")


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
