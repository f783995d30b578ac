"""The cache in the database, which says so when the database cannot be written, and keeps what
holds.

Django's own reports "not set" then. Whoever asks it for a lock would take that for somebody else's,
and tell a person with the right password that it was tried too often. When it is full it also drops
what is still valid: whoever fills it with other keys would take back a lock-out.
"""

from datetime import datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections

CANNOT = "The cache cannot be written: the database is locked or read-only, or its disk is full."


class Cache(DatabaseCache):
    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None
    ) -> bool:
        done = super().add(key, value, timeout, version)
        if not done and not self.has_key(key, version):
            raise OperationalError(CANNOT)
        return done

    def _base_set(self, mode: str, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        done: bool = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]  # undeclared
        if done or mode != "set":
            return done
        # Somebody may just have made the same key: then the second try changes it.
        if not super()._base_set(mode, key, value, timeout):  # type: ignore[misc]
            raise OperationalError(CANNOT)
        return True

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        """Drop what is over, and nothing else: what counts tries lasts minutes, so its rows are no
        more than can be tried in that time."""
        operations = connections[db].ops
        name: str = self._table  # type: ignore[attr-defined]  # undeclared
        table, expires = operations.quote_name(name), operations.quote_name("expires")
        moment = operations.adapt_datetimefield_value(now)
        cursor.execute(f"DELETE FROM {table} WHERE {expires} < %s", [moment])  # noqa: S608
