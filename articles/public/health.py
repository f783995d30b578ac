"""For those who watch the machine: does the process live, and can it serve?"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process lives; ask nothing else."""
    return _text_response("alive", 200)


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 once the database answers and every migration is applied, else 503 and why."""
    try:
        waiting = _unapplied_migrations()
    except DatabaseError:
        return _text_response("the database does not answer", 503)
    if waiting:
        return _text_response(f"{waiting} migrations to apply: run manage.py prepare", 503)
    return _text_response("ready", 200)


def _unapplied_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _text_response(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
