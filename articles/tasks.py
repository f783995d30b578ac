"""Keeps background tasks going through crashes: what a dead worker left behind is done again.

Every task must therefore be idempotent: it may run twice, or stop half-way and start over.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from articles.images import pending
from articles.seeds import jobs

ATTEMPTS = 3  # a task that three workers died of is not tried a fourth time
LEASE = timedelta(minutes=30)  # for a worker on another machine, whose file is not here
KEPT = timedelta(days=7)  # how long finished tasks can be looked at


@contextmanager
def alive(worker_id: str) -> Iterator[None]:
    """Hold a lock on a file as long as the worker lives: the kernel lets go even on kill -9."""
    path = _lease(worker_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    path.unlink(missing_ok=True)


def sweep() -> None:
    """Queue again what was lost, and forget what finished long ago. Safe at any time, by anyone."""
    for row in DBTaskResult.objects.running():
        if not row.worker_ids or _dead(row.worker_ids[-1], row.started_at):
            _give_back(row)
    pending.enqueue()
    jobs.requeue()
    _forget(timezone.now() - KEPT)


def _dead(worker_id: str, started_at: datetime) -> bool:
    try:
        return _let_go(_lease(worker_id))
    except FileNotFoundError:
        return started_at < timezone.now() - LEASE


def _let_go(lease: Path) -> bool:
    """Whether nobody holds the lock; FileNotFoundError if there is no such file."""
    with lease.open("r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _forget(before: datetime) -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    for lease in (settings.DATA_DIR / "workers").glob("*"):
        if lease.stat().st_mtime < before.timestamp() and _let_go(lease):
            lease.unlink(missing_ok=True)


def _give_back(row: DBTaskResult) -> None:
    """Only if it still is the run that was looked at: another sweep may have been quicker."""
    run = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
    if len(row.worker_ids) < ATTEMPTS:
        run.update(status=TaskResultStatus.READY, started_at=None)
        return
    run.update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        traceback=f"{ATTEMPTS} workers died while they ran this task.",
    )


def _lease(worker_id: str) -> Path:
    return settings.DATA_DIR / "workers" / worker_id
