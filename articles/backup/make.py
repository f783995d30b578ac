"""Make a backup: the database as it is at one moment, then the pictures.

A picture is written before the row that names it, so that each row of the copy has its files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils import timezone

from articles.backup import archive, databases
from articles.backup.archive import CHOICES, DATABASE, MEDIA, Manifest
from articles.backup.errors import BackupError
from articles.site import choices


def make(target: Path) -> Manifest:
    """Write a backup that was read again and found whole, or nothing."""
    if target.exists():
        raise BackupError(
            f"{target} is there already, and a backup replaces nothing: name another."
        )
    try:
        with TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            draft = Path(folder) / "backup"
            manifest = _write(draft, Path(folder) / DATABASE)
            with archive.opened(draft) as (packed, found):
                archive.verify(packed, found)
            _settle(draft, target)
    except OSError as error:
        raise BackupError(f"The backup cannot be written to {target}: {error.strerror}.") from error
    return manifest


def _write(draft: Path, database: Path) -> Manifest:
    migrations = databases.applied()
    rows = databases.snapshot(database)
    vendor = "postgresql" if databases.is_postgresql() else "sqlite"
    about = {"made": timezone.now().isoformat(), "vendor": vendor, "rows": rows}
    files = [(DATABASE, database), (CHOICES, choices.path()), *pictures(settings.MEDIA_DIR)]
    return archive.write(draft, files, about | {"migrations": list(migrations)})


def pictures(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("tmp"):  # somebody is still writing those
            yield f"{MEDIA}/{path.relative_to(folder).as_posix()}", path


def _settle(draft: Path, target: Path) -> None:
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.rename(target)
