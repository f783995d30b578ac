"""Which articles an act is about, and in which state: as the person saw them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from articles import rows
from articles.actions.errors import Refused
from articles.bulk.run import GONE, Outcome, changed, newest_changes
from articles.models import Article, BulkItem, BulkJob, BulkResult, Event
from articles.models.article import ArticleQuerySet

MOST = 20_000  # articles in one job
COLUMNS = ("job_id", "article_id", "title", "version", "result", "reason", "changed_at")
WAITING = Outcome(BulkResult.WAITING)
ROWS_OF_KEYS = 1000


@dataclass(frozen=True)
class Seen:
    """The articles that somebody saw `at` a time: all that a filter lets through, with its `query`,
    or those picked, with their `versions` by key."""

    articles: ArticleQuerySet
    at: datetime
    query: str = ""
    versions: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def picked(cls, versions: Mapping[int, int], at: datetime) -> Seen:
        return cls(Article.objects.filter(pk__among=list(versions)), at, versions=versions)


def note(job: BulkJob, seen: Seen, by: User) -> None:
    """Note the articles with the job, and which of them others have changed since."""
    found = list(seen.articles.order_by("pk").values_list("pk", "title", "version")[: MOST + 1])
    if len(found) > MOST:
        raise Refused(f"At most {MOST:,} articles at once: narrow the filter.")
    gone = sorted(seen.versions.keys() - {pk for pk, _, _ in found})
    if not found and not gone:
        raise Refused("There is no article to do this to.")
    rows.insert(BulkItem, COLUMNS, [*_items(job, seen, by, found), *_gone(job, seen, gone)])
    _count(job)


def copy(items: QuerySet[BulkItem], job: BulkJob) -> None:
    """Note the articles of these items with another job."""
    known = items.order_by("pk").values_list("article_id", "title", "version")
    rows.insert(BulkItem, COLUMNS, [(job.pk, *values, *WAITING) for values in known])
    _count(job)


def _items(
    job: BulkJob, seen: Seen, by: User, found: list[tuple[int, str, int]]
) -> Iterator[tuple[Any, ...]]:
    stale = _touched_since(seen, by) if not seen.versions else _not_as_seen(seen, found)
    events = _newest(stale & {pk for pk, _, _ in found})
    for pk, title, version in found:
        outcome = changed(events.get(pk)) if pk in stale else WAITING
        yield job.pk, pk, title, seen.versions.get(pk, version), *outcome


def _gone(job: BulkJob, seen: Seen, keys: list[int]) -> Iterator[tuple[Any, ...]]:
    for key in keys:
        title = f"Article {key}"
        yield job.pk, None, title, seen.versions[key], *GONE


def _not_as_seen(seen: Seen, found: list[tuple[int, str, int]]) -> set[int]:
    return {pk for pk, _, version in found if seen.versions[pk] != version}


def _touched_since(seen: Seen, by: User) -> set[int]:
    """Return the articles that others have changed since, but for new ones."""
    # The history is in order: all that is newer stands behind the last that is not.
    last = Event.objects.filter(at__lte=seen.at).order_by("-pk").values_list("pk", flat=True)
    since = Event.objects.filter(pk__gt=last.first() or 0, at__gt=seen.at, article__isnull=False)
    others = since.exclude(actor=by).exclude(action="import", before={}).order_by()
    return set(others.values_list("article", flat=True))


def _newest(articles: Iterable[int]) -> dict[int, Event]:
    keys, found = sorted(articles), dict[int, Event]()
    for start in range(0, len(keys), ROWS_OF_KEYS):
        found |= newest_changes(keys[start : start + ROWS_OF_KEYS])
    return found


def _count(job: BulkJob) -> None:
    job.total = job.items.count()
    job.save(update_fields=["total"])
