"""What commands look at before they begin, and `manage.py check --deploy` says of the machine."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection

from articles.site import choices

SAFE_SQLITE = (3, 51, 3)


def site_can_be_read(**kwargs: Any) -> list[checks.CheckMessage]:
    """Raise ImproperlyConfigured where it cannot, which ends a command as a wrong setting does."""
    choices.read()
    return []


def sqlite_is_safe(**kwargs: Any) -> list[checks.CheckMessage]:
    """Tell of SQLite's WAL-reset bug, which older libraries have.

    An Info, not a Warning: nearly every system still ships such a library, the bug needs two
    processes that write and checkpoint within the same instant, and the remedy is the reader's
    choice.
    """
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        checks.Info(
            f"SQLite {sqlite3.sqlite_version} can, very rarely, lose a write when several "
            "processes write at once (fixed in 3.51.3).",
            hint="Keep backups, use a newer SQLite, or set DATABASE_URL to a PostgreSQL.",
            id="newsdesk.I001",
        )
    ]


def import_folders_are_there(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of folders that nobody can import from: a disk may be mounted later."""
    return [
        checks.Warning(
            f"NEWSDESK_IMPORT_DIRS names {folder}, which is no folder here.",
            hint="Make it, mount it, or take it out; until then admins are not offered it.",
            id="newsdesk.W001",
        )
        for folder in settings.IMPORT_DIRS
        if not folder.is_dir()
    ]
