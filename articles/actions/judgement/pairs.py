"""Which pairs of seeming duplicates are settled: kept right by whatever changes an article."""

from __future__ import annotations

from django.utils import timezone

from articles.actions.values import Values
from articles.models import Article, Duplicate, Review, StateBy

_DECISIVE = {"review", "state_by"}


def settles(row: Article, columns: Values) -> bool:
    """Return whether setting these columns may settle pairs of the article or open them again: it
    is merged, rejected or withdrawn, or that ends."""
    is_about = {name: {getattr(row, name), columns[name]} for name in _DECISIVE & columns.keys()}
    return (
        "merged_into" in columns
        or Review.REJECTED in is_about.get("review", ())
        or StateBy.IMPORT in is_about.get("state_by", ())
        or ("state" in columns and row.state_by == StateBy.IMPORT)
    )


def settle(article: int) -> None:
    Duplicate.objects.of([article]).settle(timezone.now())
