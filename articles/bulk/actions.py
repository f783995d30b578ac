"""What people do with an act on many articles: propose it, look at its effect, start it, stop it,
take it back. The work itself is done in the background.

It is about the articles that were seen, in the state in which they were seen: what has changed
since is left alone.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.actions.errors import Refused
from articles.bulk import jobs, seen
from articles.bulk.acts import arguments_of
from articles.bulk.drift import drift_of, leave_what_went
from articles.bulk.seen import Seen
from articles.history.undo import note
from articles.models import BulkAct, BulkJob, BulkResult, BulkState, Event
from articles.models.article import ArticleQuerySet
from articles.wording import counted

REFUSALS = {
    BulkState.PROPOSED: "This has not been started.",
    BulkState.RUNNING: "This is running already.",
    BulkState.DONE: "This is done already.",
    BulkState.STOPPED: "This was stopped: begin anew.",
    BulkState.FAILED: "This has failed: begin anew.",
}
ENDED = (BulkState.DONE, BulkState.STOPPED, BulkState.FAILED)  # perhaps half-way


@transaction.atomic
def propose(
    *, by: User, what: BulkAct, articles: Seen, arguments: dict[str, Any] | None = None
) -> BulkJob:
    """Note what is to be done to which articles, for a look at its effect before `start`.

    Raises Refused where there is no article, or more than one job may have.
    """
    job = BulkJob(what=what, arguments=arguments or {}, by=by, query=articles.query)
    arguments_of(job)
    job.seen_at = articles.at
    job.save()
    seen.note(job, articles, by)
    return job


def again(*, job: BulkJob, by: User, articles: Seen) -> BulkJob:
    """Propose what the job does anew, for articles that it left alone."""
    if job.what in (BulkAct.UNDO, BulkAct.RULE):
        raise Refused("This is not done anew from here: pick the articles in the queue.")
    if not articles.versions:
        raise Refused("None of these articles is here any more.")
    what, arguments = BulkAct(job.what), job.arguments
    return propose(by=by, what=what, articles=articles, arguments=arguments)


@transaction.atomic
def begin(
    *, by: User, what: BulkAct, articles: Seen, arguments: dict[str, Any] | None = None
) -> BulkJob:
    """Propose it and start it at once, where nobody needs to look first."""
    return _run(propose(by=by, what=what, articles=articles, arguments=arguments))


@transaction.atomic
def start(*, job: BulkJob, by: User, count: int, matching: ArticleQuerySet) -> BulkJob:
    """Do it to `count` articles: as many as were said, and no others.

    `matching` is what the job's filter lets through now. Raises `Drifted` where these are not the
    articles that were seen.
    """
    job = _own_proposal(job, by)
    _check_count(job, count)
    if job.query:
        drift_of(job, matching).check()
    return _run(job)


@transaction.atomic
def start_with_seen(*, job: BulkJob, by: User, matching: ArticleQuerySet) -> BulkJob:
    """Do it to the articles that were seen and still match; those that came since stay out."""
    job = _own_proposal(job, by)
    leave_what_went(job, matching)
    return _run(job)


@transaction.atomic
def start_anew(*, job: BulkJob, by: User, count: int, matching: ArticleQuerySet) -> BulkJob:
    """Do it to what matches now, if that is `count` articles; else the job is proposed anew, with
    as many as there are now."""
    job = _own_proposal(job, by)
    job.items.all().delete()
    job.seen_at = timezone.now()
    job.save(update_fields=["seen_at"])
    seen.note(job, Seen(matching, job.seen_at, query=job.query), by)
    return _run(job) if job.total == count else job


@transaction.atomic
def stop(*, job: BulkJob, by: User) -> BulkJob:
    """End it after the portion at hand. What is done by then stays, and can be undone."""
    return _change_state(job, [BulkState.RUNNING], BulkState.STOPPED, finished_at=timezone.now())


@transaction.atomic
def undo(*, job: BulkJob, by: User, act: uuid.UUID | None = None) -> BulkJob:
    """Take back all that the job did, in the background; what somebody changed since stays.

    It is a job of its own, so it can be undone as well. Asked for twice with the same `act`, it is
    one.
    """
    act = act or uuid.uuid4()
    job = _locked(job)
    if known := BulkJob.objects.filter(act=act).first():
        return known
    if job.state not in ENDED:
        raise Refused("This is still running: stop it first.")
    if not Event.objects.filter(group=job.act, undone=False).exists():
        raise Refused("There is nothing to undo: nothing was done, or it has been undone.")
    back = BulkJob(what=BulkAct.UNDO, by=by, undoes=job, seen_at=timezone.now(), act=act)
    back.save()
    seen.copy(job.items.filter(result=BulkResult.DONE), back)
    note(job.act, back.act)
    return _run(back)


def _run(job: BulkJob) -> BulkJob:
    reached = job.items.exclude(result=BulkResult.WAITING).count()
    now = timezone.now()
    job = _change_state(job, [BulkState.PROPOSED], BulkState.RUNNING, done=reached, started_at=now)
    jobs.run_bulk.enqueue(job.pk)
    return job


def _own_proposal(job: BulkJob, by: User) -> BulkJob:
    job = _locked(job)
    if job.state != BulkState.PROPOSED:
        raise Refused(REFUSALS[BulkState(job.state)])
    if job.by != by:
        raise Refused("Somebody else proposed this: pick the articles yourself.")
    return job


def _check_count(job: BulkJob, count: int) -> None:
    if count != job.total:
        about = counted(job.total, "article", "articles")
        raise Refused(f"This is about {about}, and not {count:,}: look again.")


def _locked(job: BulkJob) -> BulkJob:
    return BulkJob.objects.select_for_update(no_key=True).get(pk=job.pk)


def _change_state(job: BulkJob, before: list[BulkState], after: BulkState, **more: Any) -> BulkJob:
    # Compare and set: of two people who press a button at once, one is refused.
    rows = BulkJob.objects.filter(pk=job.pk, state__in=before)
    if not rows.update(**more, state=after):
        raise Refused(REFUSALS[BulkState(_locked(job).state)])
    return BulkJob.objects.get(pk=job.pk)
