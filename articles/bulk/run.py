"""Does a job, a portion of its articles in a transaction.

What came of an article is noted together with what was done to it. So wherever a worker is killed,
no article is dealt with twice and none is left out: the next one goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from time import monotonic
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from articles import permissions, rows, task_queue, wording
from articles.actions.errors import Refused, Stale
from articles.actions.rules.standing import Word
from articles.bulk.acts import act, already, apply_rule, arguments_of, take_back
from articles.models import Article, BulkAct, BulkItem, BulkJob, BulkResult, BulkState, Event
from articles.text import clip

CHUNK = 20  # articles a transaction at most; fewer where they take longer than a stretch
MAX_REASON = 500
RESULT = ("result", "reason", "changed_at")


class Outcome(NamedTuple):
    result: BulkResult
    reason: str = ""
    changed_at: datetime | None = None


GONE = Outcome(BulkResult.GONE, "gone")
OF_WORDS = {
    Word.ACTS: Outcome(BulkResult.DONE),
    Word.ALREADY: Outcome(BulkResult.ALREADY),
    Word.PEOPLE: Outcome(BulkResult.REFUSED, "a person has decided"),
    Word.EARLIER: Outcome(BulkResult.REFUSED, "a rule before it has it"),
    Word.NOTHING: Outcome(BulkResult.REFUSED, "it has nothing that the rule could change"),
}


def run(job: BulkJob, stop: Callable[[], bool]) -> None:
    """Go on until nothing is left, or somebody or `stop` ends it. Raises Refused."""
    while not stop() and (took := portion(job.pk)) is not None:
        task_queue.give_way(took)


@transaction.atomic
def portion(pk: int) -> float | None:
    """Deal with the next articles; return the seconds that took, or None where there are none, or
    the job is not running.

    Whoever holds the job's row is the only one at it.
    """
    jobs = BulkJob.objects.select_for_update(no_key=True)
    job = jobs.filter(pk=pk, state=BulkState.RUNNING).first()
    if job is None:
        return None
    began = monotonic()  # by now nobody else writes
    items = list(job.items.filter(result=BulkResult.WAITING).order_by("pk")[:CHUNK])
    if items:
        dealt_with = _deal_with(job, items, actor(job))
        jobs.filter(pk=pk).update(done=F("done") + dealt_with, tries=0)
        return monotonic() - began
    jobs.filter(pk=pk).update(state=BulkState.DONE, finished_at=timezone.now())
    return None


def actor(job: BulkJob) -> User:
    if job.by is None:
        raise Refused("The account of the person who asked for this is gone.")
    if not permissions.may_review(job.by):
        raise Refused(f"{job.by.get_username()} may not review any more.")
    return job.by


def newest_changes(articles: Iterable[int]) -> dict[int, Event]:
    """Return the newest event of each of these articles that has one."""
    newest = Event.objects.filter(article__in=list(articles)).order_by().values("article")
    keys = newest.annotate(newest=Max("pk")).values_list("newest", flat=True)
    return {
        event.article_id or 0: event
        for event in Event.objects.select_related("actor").filter(pk__in=list(keys))
    }


def changed(event: Event | None) -> Outcome:
    """Say who did the last thing to an article that is not as it was seen."""
    by = wording.who(event, "an import") if event and event.batch_id is None else "an import"
    reason = f"changed by {by}"
    return Outcome(BulkResult.CHANGED, reason, event.at if event else None)


def _deal_with(job: BulkJob, items: list[BulkItem], by: User) -> int:
    """Deal with as many as there is time for, and with one at least; return how many."""
    keys = [item.article_id for item in items if item.article_id]
    # In one order, whoever is at it: two jobs wait for each other, and never both.
    locked = Article.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    versions = dict(locked.values_list("pk", "version"))
    done = set(Article.objects.filter(already(job), pk__in=keys).values_list("pk", flat=True))
    arguments = arguments_of(job)
    events = newest_changes(item.article_id or 0 for item in items if _is_stale(item, versions))
    ruled = _ruled(job, items, by, versions) if job.what == BulkAct.RULE else {}
    ended, until = list[BulkItem](), monotonic() + task_queue.STRETCH
    for item in items:
        outcome = ruled.get(item.article_id) or _outcome(
            job, item, by, arguments, versions, done, events
        )
        item.result, item.reason = outcome.result, clip(outcome.reason, MAX_REASON)
        item.changed_at = outcome.changed_at
        ended.append(item)
        if not ruled and monotonic() > until:  # a rule has acted on all of them at once
            break
    rows.update_together(BulkItem, RESULT, _results(ended))
    return len(ended)


def _results(items: Iterable[BulkItem]) -> Iterator[tuple[Any, ...]]:
    for item in items:
        yield str(item.result), item.reason, item.changed_at, item.pk


def _ruled(
    job: BulkJob, items: Iterable[BulkItem], by: User, versions: Mapping[int, int]
) -> Mapping[int | None, Outcome]:
    fresh = {item.article_id: item.version for item in items if not _is_stale(item, versions)}
    words = apply_rule(job, {pk: version for pk, version in fresh.items() if pk}, by)
    return {pk: OF_WORDS[word] for pk, word in words.items()}


def _is_stale(item: BulkItem, versions: Mapping[int, int]) -> bool:
    return versions.get(item.article_id or 0) != item.version


def _outcome(
    job: BulkJob,
    item: BulkItem,
    by: User,
    arguments: dict[str, Any],
    versions: Mapping[int, int],
    done: set[int],
    events: Mapping[int, Event],
) -> Outcome:
    if item.article_id not in versions:
        return GONE
    if job.what == BulkAct.UNDO:
        return _taken_back(job, item, by)
    if _is_stale(item, versions):
        return changed(events.get(item.article_id or 0))
    if item.article_id in done:
        return Outcome(BulkResult.ALREADY)
    try:
        act(job, item, by, arguments)
    except Refused as problem:
        return Outcome(BulkResult.REFUSED, str(problem))
    return Outcome(BulkResult.DONE)


def _taken_back(job: BulkJob, item: BulkItem, by: User) -> Outcome:
    try:
        undone = take_back(job, item, by)
    except Stale as problem:
        return Outcome(BulkResult.CHANGED, str(problem))
    # Each line begins with the title, which the item has.
    left = "; ".join(line.rpartition("”: ")[2] for line in undone.skipped)
    return Outcome(BulkResult.DONE if undone.done else BulkResult.CHANGED, left)
