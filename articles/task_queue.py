"""What background tasks share: which of them wait or run, and whether the worker is to end."""

from __future__ import annotations

from threading import Event
from typing import Any

from django.db import connection
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

PAUSE = 5.0  # seconds before another try, when the database is away
# Seconds of writing at a stretch, and of rest after it: SQLite wakes nobody who waits for it to be
# free; who does looks again after 100 ms.
STRETCH = 0.15
REST = 0.12
LIVE = (TaskResultStatus.READY, TaskResultStatus.RUNNING)

# Set by the worker when it is asked to end: what is at hand is finished, the rest waits.
stopping = Event()


def live_calls(*tasks: Task[..., Any]) -> list[tuple[str, Any]]:
    """Return the task's path and the first argument of each call that waits or runs."""
    rows = DBTaskResult.objects.filter(
        task_path__in=[task.module_path for task in tasks], status__in=LIVE
    )
    calls = rows.values_list("task_path", "args_kwargs")
    return [(path, call["args"][0]) for path, call in calls]


def is_live(task: Task[..., Any]) -> bool:
    """Return whether a call of the task waits or runs."""
    rows = DBTaskResult.objects.filter(task_path=task.module_path, status__in=LIVE)
    return bool(rows.exists())


def give_way(took: float) -> None:
    """Rest after a transaction of so many seconds, half as long and no shorter than others take to
    notice: SQLite has one writer at a time, and people are to be next."""
    if connection.vendor == "sqlite":
        stopping.wait(max(took / 2, REST))
