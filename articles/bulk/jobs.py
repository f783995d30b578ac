"""The background task of bulk acts. It may run twice, or stop half-way and go on."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks import task

from articles import task_queue
from articles.actions.errors import Refused
from articles.bulk import run
from articles.models import BulkJob, BulkState
from articles.text import clip

logger = logging.getLogger(__name__)

TRIES = 10  # workers that may die of a job without any progress
MAX_PROBLEM = 500
PROPOSED_FOR = timedelta(days=1)  # what nobody has taken up by then is forgotten


@task
def run_bulk(pk: int) -> None:
    away = False
    while True:
        try:
            job = BulkJob.objects.filter(pk=pk, state=BulkState.RUNNING).first()
            if job and (away or _may_try(job)):
                _try(job)
        except OperationalError as error:
            away = True  # no fault of the job: it may last
            logger.warning("Bulk job %s tries again: %s", pk, error)
            connection.close()
            if task_queue.stopping.wait(task_queue.PAUSE):
                return
        else:
            return


def requeue() -> None:
    """Queue again the jobs whose task was lost, and forget old proposals. Safe at any time, by
    anyone."""
    before = timezone.now() - PROPOSED_FOR
    BulkJob.objects.filter(state=BulkState.PROPOSED, seen_at__lt=before).delete()
    running = list(BulkJob.objects.filter(state=BulkState.RUNNING).values_list("pk", flat=True))
    live = {pk for _, pk in task_queue.live_calls(run_bulk)} if running else set()
    for pk in running:
        if pk not in live:
            run_bulk.enqueue(pk)


def _may_try(job: BulkJob) -> bool:
    """Count a try; end a job that workers die of, one after another."""
    if job.tries < TRIES:
        BulkJob.objects.filter(pk=job.pk).update(tries=job.tries + 1)
        return True
    _fail(job, f"{TRIES} workers ended while they were at it: look into their log.")
    return False


def _try(job: BulkJob) -> None:
    try:
        run.run(job, task_queue.stopping.is_set)
    except Refused as problem:
        _fail(job, str(problem))
    except OperationalError:
        raise
    except Exception as error:
        logger.exception("Bulk job %s failed", job.pk)
        _fail(job, f"This should not have happened: {type(error).__name__}: {error}")


def _fail(job: BulkJob, problem: str) -> None:
    ended = {"problem": clip(problem, MAX_PROBLEM), "finished_at": timezone.now()}
    BulkJob.objects.filter(pk=job.pk, state=BulkState.RUNNING).update(
        **ended, state=BulkState.FAILED
    )
