"""Bring database, cache table and static files up to date; quick when they already are."""

import hashlib
import os
import shutil
import stat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from articles.site import choices

# What Newsdesk keeps in the data folder.
OURS = (
    "newsdesk.sqlite3*",
    "secret_key",
    "setup-token",
    "site.json",
    "demo",
    "media",
    "static",
    "uploads",
    "workers",
    "worker-seen",
)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)
        choices.read()  # rather than fail at the first page
        tighten(Path(settings.DATA_DIR))
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        try_to_write()
        if not settings.DEBUG:
            collect_static()


def try_to_write() -> None:
    """Find out now, and not in the midst of somebody's work, that the database is read-only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET app = app WHERE id = 0")


def tighten(folder: Path) -> None:
    """Take from everybody else what they may do with the data folder; what is not ours is left."""
    if not folder.stat().st_mode & stat.S_ISVTX:  # as /tmp is: a place for all
        close(folder)
    found = [path for pattern in OURS for path in folder.glob(pattern)]
    for path in (path for path in found if not path.is_symlink()):
        close(path)
        for parent, folders, names in os.walk(path):
            for name in (*folders, *names):
                close(Path(parent, name))


def close(path: Path) -> None:
    facts = path.lstat()
    is_ours = facts.st_uid == os.geteuid() and not stat.S_ISLNK(facts.st_mode)
    if is_ours and facts.st_mode & 0o077:
        path.chmod(facts.st_mode & 0o700)


def collect_static() -> bool:
    """Collect the static files into a folder of this version's own; those that run meanwhile keep
    theirs."""
    current = Path(settings.STATIC_CURRENT)
    before, folder = current.resolve(), current.with_name(fingerprint())
    is_new = not folder.exists()
    if is_new:
        draft = current.with_name(f"draft-{os.getpid()}")
        collect(draft)
        draft.rename(folder)
        delete_all_but(before, folder, current)
    point(current, folder)
    return is_new


def collect(folder: Path) -> None:
    kind = type(storages["staticfiles"])
    assert issubclass(kind, StaticFilesStorage)
    command = collectstatic.Command()
    command.storage = kind(location=str(folder))
    call_command(command, verbosity=0, interactive=False)


def point(link: Path, folder: Path) -> None:
    draft = link.with_name(f"link-{os.getpid()}")
    draft.symlink_to(folder.name)
    draft.replace(link)


def delete_all_but(*kept: Path) -> None:
    for path in kept[0].parent.iterdir():
        if path not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def fingerprint() -> str:
    digest = hashlib.blake2b(settings.STORAGES["staticfiles"]["BACKEND"].encode(), digest_size=16)
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
