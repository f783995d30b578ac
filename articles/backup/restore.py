"""The way back from a backup, into an empty place only."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from articles.backup import archive, databases
from articles.backup.archive import CHOICES, DATABASE, MEDIA, Manifest
from articles.backup.errors import BackupError
from articles.site import choices


def restore(source: Path) -> Manifest:
    """Put everything back as it was; migrating it to this version is the caller's."""
    with archive.opened(source) as (packed, manifest):
        _refuse_what_does_not_fit(manifest)
        _refuse_unless_empty()
        home = Path(settings.DATA_DIR)
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            with TemporaryDirectory(prefix="restore-", dir=home) as folder:
                archive.extract(packed, manifest, Path(folder))
                databases.load(Path(folder) / DATABASE, manifest.rows)
                _move_pictures(Path(folder) / MEDIA)
                _move_choices(Path(folder) / CHOICES)
        except OSError as error:
            raise BackupError(f"The backup cannot be restored: {error.strerror}.") from error
    return manifest


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    known = MigrationLoader(None).disk_migrations
    newer = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if newer:
        raise BackupError(
            f"This backup was made by a newer Newsdesk (its database knows {newer[0]}): "
            "update Newsdesk first."
        )
    here = "postgresql" if databases.is_postgresql() else "sqlite"
    if manifest.vendor != here:
        raise BackupError(
            f"This backup holds a {manifest.vendor} database, and DATABASE_URL names a {here} one."
        )


def _refuse_unless_empty() -> None:
    if not databases.is_empty():
        raise BackupError(
            "There are tables in the database, and a backup replaces nothing: name an empty place "
            "with NEWSDESK_DATA_DIR, and with DATABASE_URL if it is set."
        )
    if any(path.is_file() for path in settings.MEDIA_DIR.rglob("*")):
        raise BackupError(
            f"There are pictures in {settings.MEDIA_DIR}, and a backup replaces nothing: "
            "name an empty folder with NEWSDESK_DATA_DIR."
        )


def _move_pictures(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(settings.MEDIA_DIR, ignore_errors=True)
        folder.rename(settings.MEDIA_DIR)


def _move_choices(file: Path) -> None:
    if file.exists():
        file.replace(choices.path())
