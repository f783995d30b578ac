"""Keeps background tasks going through crashes: what a dead worker left behind is done again.

Every task must therefore be idempotent: it may run twice, or stop half-way and start over.
"""

from datetime import timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import leases
from articles.accounts import events
from articles.actions.teamwork import schedule
from articles.bulk import jobs as bulk_jobs
from articles.figures import counting
from articles.images import rendition_queue
from articles.imports import command_runs, jobs
from articles.judgement import indexing, norms
from articles.judgement.scores import learning
from articles.queue import saved_counts

ATTEMPTS = 3  # a task that three workers died of is not tried a fourth time
RETENTION = timedelta(days=7)  # how long finished tasks can be looked at


def sweep() -> None:
    """Do what editors scheduled, queue again what was lost, and delete what finished long ago.

    Safe at any time, by anyone.
    """
    schedule.run_due()
    for row in DBTaskResult.objects.running():
        if not row.worker_ids or leases.dead(row.worker_ids[-1], row.started_at):
            _queue_again(row)
    rendition_queue.enqueue()
    jobs.requeue()
    bulk_jobs.requeue()
    command_runs.close_dead()
    counting.enqueue_if_due()
    saved_counts.enqueue_if_due()
    indexing.enqueue_if_due()
    norms.enqueue_if_due()
    learning.enqueue_if_due()
    before = timezone.now() - RETENTION
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    leases.delete_dead(before)
    events.delete_old()


def _queue_again(row: DBTaskResult) -> None:
    # Only if it still is the run that was looked at: another sweep may have been quicker.
    run = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
    if len(row.worker_ids) < ATTEMPTS:
        run.update(status=TaskResultStatus.READY, started_at=None)
        return
    run.update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        traceback=f"{ATTEMPTS} workers died while they ran this task.",
    )
