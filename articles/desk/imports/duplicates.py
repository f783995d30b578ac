"""Files of an import that seem to be duplicates: how many, which, and of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from articles import paging
from articles.models import Article, ImportBatch, ImportItem
from articles.text import display_text

CLASS = "duplicate"  # beside the classes of `ImportItem.result`, which it cuts across


@dataclass(frozen=True)
class Original:
    pk: int
    title: str


def summary(batch: ImportBatch) -> str:
    """Return e.g. "12 articles seem to be duplicates of others"; "" if none does."""
    count = paging.capped_count(of(batch.items.all()))
    if count < 2:
        return "1 article seems to be a duplicate of another" if count else ""
    shown = "More than 1,000" if count > 1000 else f"{count:,}"
    return f"{shown} articles seem to be duplicates of others"


def of(items: QuerySet[ImportItem]) -> QuerySet[ImportItem]:
    return items.filter(~Q(duplicate_of=""))


def matching(items: QuerySet[ImportItem], text: str) -> QuerySet[ImportItem]:
    named = Q(path__icontains=text) | Q(title__icontains=text) | Q(duplicate_of__icontains=text)
    return items.filter(named)


def originals(items: Iterable[ImportItem]) -> dict[str, Original]:
    """Return the articles that these files seem to duplicate, or whose address they have, by path;
    files that are not imported yet are not among them."""
    paths = {path for item in items for path in (item.duplicate_of, item.same_address_as) if path}
    articles = Article.objects.filter(path__in=paths) if paths else Article.objects.none()
    rows = articles.values_list("path", "pk", "title")
    return {path: Original(key, display_text(title)) for path, key, title in rows}
