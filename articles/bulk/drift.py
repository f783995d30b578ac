"""Whether the articles that a filter lets through are still those that somebody saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from articles.actions.errors import Refused
from articles.bulk.run import GONE, changed, newest_changes
from articles.models import Article, BulkItem, BulkJob
from articles.models.article import ArticleQuerySet

CHUNK = 500


@dataclass(frozen=True)
class Drift:
    """`came` match now and did not, `went` did and do not any more."""

    came: ArticleQuerySet
    went: QuerySet[BulkItem, Any]
    came_count: int
    went_count: int

    def check(self) -> None:
        if self.came_count or self.went_count:
            raise Drifted(self)


class Drifted(Refused):
    """Other articles match than those that were seen; nothing was done."""

    def __init__(self, drift: Drift) -> None:
        super().__init__(
            "Nothing was done: the list has changed. "
            f"{drift.came_count:,} came, {drift.went_count:,} went."
        )
        self.drift = drift


def drift_of(job: BulkJob, matching: ArticleQuerySet) -> Drift:
    seen = job.items.filter(article=OuterRef("pk"))
    came = Article.objects.filter(pk__in=matching.order_by().values("pk")).exclude(Exists(seen))
    went = _went(job, matching)
    return Drift(came, went, came.count(), went.count())


def leave_what_went(job: BulkJob, matching: ArticleQuerySet) -> None:
    """Note of those that do not match any more who changed them: they are left alone."""
    went = list(_went(job, matching))
    for start in range(0, len(went), CHUNK):
        items = went[start : start + CHUNK]
        events = newest_changes(item.article_id or 0 for item in items)
        for item in items:
            outcome = changed(events.get(item.article_id)) if item.article_id else GONE
            item.result, item.reason, item.changed_at = outcome
        BulkItem.objects.bulk_update(items, ["result", "reason", "changed_at"])


def _went(job: BulkJob, matching: ArticleQuerySet) -> QuerySet[BulkItem, Any]:
    still = matching.order_by().values("pk")
    return job.items.exclude(article__isnull=False, article__in=still)
