"""What background tasks share: which of them wait or run, and whether the worker is to end."""

from __future__ import annotations

from threading import Event
from typing import Any

from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

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
