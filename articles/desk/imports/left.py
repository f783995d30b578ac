"""What an undo or a redo left as it was: where the topics and providers of such files are."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from articles.models import ImportItem, SeedFile


def places(items: Collection[ImportItem]) -> dict[str, str]:
    """Return by path the pages of what the files describe; articles have theirs already."""
    paths = [item.path for item in items if item.left_as_is and not item.article_id]
    if not paths:
        return {}
    files = SeedFile.objects.filter(path__in=paths)
    topics = files.filter(topic__isnull=False).values_list("path", "topic__slug")
    providers = files.filter(provider__isnull=False).values_list("path", "provider")
    return {
        **{path: reverse("public:topic", args=[slug]) for path, slug in topics},
        **{path: reverse("desk:source-detail", args=[key]) for path, key in providers},
    }
