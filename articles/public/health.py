"""For those who watch the machine: does the process live, and can it serve?"""

import shutil
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import leases

WORKER_AWAY = timedelta(minutes=5)  # it is seen every minute


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process lives; ask nothing else."""
    return _text_response("alive", 200)


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 if everything works, else 503 and what does not.

    `?only=pages` asks for what readers and editors need at once: a balancer that takes machines out
    should ask that, since pages go on while the disk is full or the worker is away.
    """
    only_pages = request.GET.get("only") == "pages"
    problems = [*_database(), *([] if only_pages else [*_disk(), *_worker()])]
    return _text_response("\n".join(problems) or "ready", 503 if problems else 200)


def _database() -> Iterator[str]:
    try:
        waiting = _unapplied_migrations()
    except DatabaseError:
        yield "the database does not answer"
        return
    if waiting:
        yield f"{waiting} migrations to apply: run manage.py prepare"


def _disk() -> Iterator[str]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < settings.DISK_MIN:
        megabytes, wanted = free // 1_000_000, settings.DISK_MIN // 1_000_000
        yield f"the disk of the data folder has {megabytes:,} MB left, less than {wanted:,}"


def _worker() -> Iterator[str]:
    seen = leases.last_seen()
    if seen is None:
        yield "no background worker has started: imports and pictures wait"
    elif (away := timezone.now() - seen) > WORKER_AWAY:
        minutes = away // timedelta(minutes=1)
        yield f"no background worker was seen for {minutes:,} minutes: imports and pictures wait"


def _unapplied_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _text_response(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
