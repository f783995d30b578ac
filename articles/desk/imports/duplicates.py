"""Files of an import that seem to be duplicates: how many, and of what."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from articles.models import Article, ImportItem, SeedFile
from articles.text import display_text


@dataclass(frozen=True)
class Original:
    """`staged` tells that it is a file of the same import, which is not in yet."""

    title: str
    address: str
    staged: bool = False


def summary(count: int) -> str:
    """Return e.g. "12 articles seem to be duplicates of others"; "" if none does."""
    if count < 2:
        return "1 article seems to be a duplicate of another" if count else ""
    return f"{count:,} articles seem to be duplicates of others"


def originals(items: Collection[ImportItem]) -> dict[str, Original]:
    """Return what these files seem to duplicate, or clash with, by path."""
    paths = {path for item in items for path in (item.duplicate_of, item.same_address_as) if path}
    here = _articles(paths) if paths else {}
    missing = paths - here.keys()
    return here | (_files({item.batch_id for item in items}, missing) if missing else {})


def _articles(paths: Iterable[str]) -> dict[str, Original]:
    """Find those that have these paths, and those that had them before they followed others."""
    files = SeedFile.objects.filter(path__in=paths, article__isnull=False)
    rows = [
        *files.values_list("path", "article", "article__title"),
        *Article.objects.filter(path__in=paths).values_list("path", "pk", "title"),
    ]
    return {
        path: Original(display_text(title), reverse("desk:article-detail", args=[key]))
        for path, key, title in rows
    }


def _files(batches: Iterable[int], paths: Iterable[str]) -> dict[str, Original]:
    waiting = ImportItem.objects.filter(batch__in=batches, applied_at=None, path__in=paths)
    return {
        path: Original(
            display_text(title), reverse("desk:import-item", args=[batch, key]), staged=True
        )
        for batch, key, path, title in waiting.values_list("batch", "pk", "path", "title")
    }
