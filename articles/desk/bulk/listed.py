"""Which articles of an act on many its page lists, and what is said of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from articles import paging
from articles.models import LEFT_ALONE, BulkItem, BulkJob, BulkResult

PAGE_SIZE = 100
EVERY, LEFT = "all", "left"


@dataclass(frozen=True)
class Chosen:
    """Those that came to one end, and for one reason where it is given; `show` may also be all, or
    what was left alone, for whatever reason."""

    show: str
    why: str | None = None

    @classmethod
    def of(cls, params: QueryDict, otherwise: str) -> Chosen:
        show = params.get("show", "")
        if show not in (EVERY, LEFT, *BulkResult.values):
            return cls(otherwise)
        return cls(show, params.get("why") if show in BulkResult.values else None)

    @property
    def query(self) -> str:
        why = {} if self.why is None else {"why": self.why}
        return urlencode({"show": self.show, **why})

    @property
    def is_left(self) -> bool:
        return self.show == LEFT or self.show in LEFT_ALONE

    def items(self, job: BulkJob) -> QuerySet[BulkItem]:
        results = LEFT_ALONE if self.show == LEFT else [self.show]
        items = job.items.all() if self.show == EVERY else job.items.filter(result__in=results)
        return items if self.why is None else items.filter(reason=self.why)

    def versions(self, job: BulkJob) -> dict[int, int]:
        """Return the articles that are still there, in the version that they have now."""
        still = self.items(job).filter(article__isnull=False).order_by("pk")
        return dict(still.values_list("article_id", "article__version"))


class Listed:
    """One page of them; `more` is where the next begins."""

    def __init__(self, job: BulkJob, chosen: Chosen, cursor: str, done: str) -> None:
        self.chosen, self.done = chosen, done
        self.count = chosen.items(job).count()
        items = chosen.items(job).select_related("article")
        page = paging.page(items, ("id",), cursor, PAGE_SIZE)
        self.items, self.more, self.is_first = page.rows, page.after or "", page.first

    @cached_property
    def title(self) -> str:
        """Return what they have in common, in words that go behind their number."""
        show, why = self.chosen.show, self.chosen.why
        if show == EVERY:
            return "in all"
        if show == LEFT:
            return "left alone"
        return self._said(show, why or "")

    def said(self, item: BulkItem) -> str:
        left = "left alone: " if item.result in LEFT_ALONE else ""
        return f"{left}{self._said(item.result, item.reason)}"

    def _said(self, result: str, reason: str) -> str:
        if result == BulkResult.DONE:
            return f"{self.done}{', in part: ' if reason else ''}{reason}"
        return reason or BulkResult(result).label
