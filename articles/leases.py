"""Which processes live: each holds a lock on a file, and even on kill -9 the kernel lets it go."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

LEASE = timedelta(minutes=30)  # for a process on another machine, whose file is not here


@contextmanager
def alive(name: str) -> Iterator[None]:
    path = file_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    # Who ends by an error leaves the file behind.
    path.unlink(missing_ok=True)


def dead(name: str, since: datetime) -> bool:
    """Return whether the process of that name has ended, which was at work `since` then."""
    try:
        return _is_released(file_of(name))
    except OSError:
        return since < timezone.now() - LEASE


def delete_dead(before: datetime) -> None:
    for path in file_of("").glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < before.timestamp() and _is_released(path):
                path.unlink(missing_ok=True)


def tell_alive() -> None:
    """Let others know that a background worker is at work; see `last_seen`."""
    _seen().touch()


def last_seen() -> datetime | None:
    """Return when a background worker was at work last, on whichever machine."""
    try:
        return datetime.fromtimestamp(_seen().stat().st_mtime, tz=UTC)
    except OSError:
        return None


def _seen() -> Path:
    return Path(settings.DATA_DIR) / "worker-seen"


def file_of(name: str) -> Path:
    return Path(settings.DATA_DIR) / "workers" / name


def _is_released(path: Path) -> bool:
    """Return whether nobody holds the lock; OSError if there is no such file, or not for us."""
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
