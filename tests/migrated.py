"""An empty SQLite database with all its tables, made once and copied: migrating takes a quarter of
a minute of a processor."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "tests"


def lay(target):
    """Lay a copy at `target`, where no database is yet."""
    shutil.copyfile(template(), target)


def fill(name):
    """Fill the database in memory of that name; it lives as long as the connection returned."""
    connection = sqlite3.connect(name, uri=True, check_same_thread=False)
    with closing(sqlite3.connect(template())) as migrated:
        migrated.backup(connection)
    return connection


def template():
    """Return the file that is copied; it is made anew when a migration or a requirement changes."""
    migrations = sorted((ROOT / "articles" / "migrations").glob("*.py"))
    files = [ROOT / "constraints.txt", ROOT / "newsdesk" / "settings.py", *migrations]
    said = b"".join(file.read_bytes() for file in files) + django.__version__.encode()
    kept = KEPT / f"migrated-{blake2b(said, digest_size=8).hexdigest()}.sqlite3"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            _migrated(Path(folder)).replace(kept)  # several processes may make it at once
    return kept


def _migrated(folder):
    database = folder / "newsdesk.sqlite3"
    ours = {"DATABASE_URL": f"sqlite:///{database}", "NEWSDESK_DATA_DIR": str(folder)}
    hidden = ("DJANGO_SETTINGS_MODULE", "CACHE_URL", "TEST_DATABASE_URL")
    own = {name: value for name, value in os.environ.items() if name not in hidden}
    for command in (["migrate", "-v0"], ["createcachetable"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env={**own, **ours}, check=True
        )
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    return database
