"""What `manage.py check --deploy` has to say about the machine."""

import sqlite3
from typing import Any

from django.core.checks import CheckMessage, Info
from django.db import connection

SAFE_SQLITE = (3, 51, 3)


def sqlite_is_safe(**kwargs: Any) -> list[CheckMessage]:
    """Tell of SQLite's WAL-reset bug, which older libraries have.

    An Info, not a Warning: nearly every system still ships such a library, the bug needs two
    processes that write and checkpoint within the same instant, and the remedy is the reader's
    choice.
    """
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        Info(
            f"SQLite {sqlite3.sqlite_version} can, very rarely, lose a write when several "
            "processes write at once (fixed in 3.51.3).",
            hint="Keep backups, use a newer SQLite, or set DATABASE_URL to a PostgreSQL.",
            id="newsdesk.I001",
        )
    ]
