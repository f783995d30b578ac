"""A whole site in a folder of its own: a SQLite file, the real worker, and people at the desk."""

import json
import os
import pickle
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests import migrated

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120  # seconds
HIDDEN = ("DATABASE_URL", "TEST_DATABASE_URL", "CACHE_URL", "DJANGO_SETTINGS_MODULE")

sqlite_only = pytest.mark.skipif(
    "TEST_DATABASE_URL" in os.environ, reason="it has a SQLite file of its own: once is enough"
)


class Site:
    """A data folder of its own, with processes that work on it."""

    def __init__(self, folder, **environ):
        folder.mkdir()
        self.folder, self.database = folder, folder / "newsdesk.sqlite3"
        self.environ = {name: value for name, value in os.environ.items() if name not in HIDDEN}
        self.environ |= {
            "NEWSDESK_DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "LOG_LEVEL": "ERROR",
            **environ,
        }

    def manage(self, *arguments):
        return self._run("manage.py", *arguments)

    def prepare(self):
        migrated.lay(self.database)
        self.manage("prepare")

    def shell(self, *lines):
        imports = (
            "from django.contrib.auth.models import User",
            "from articles.imports import actions as imports",
            "from articles.models import ImportBatch",
        )
        self.manage("shell", "-v0", "-c", "\n".join([*imports, *lines]))

    def desk(self, act, *arguments):
        """What people do there, over the site's own views; see `tests.soak.desk`."""
        return json.loads(self._run("-m", "tests.soak.desk", act, stdin=pickle.dumps(arguments)))

    def _run(self, *arguments, stdin=None):
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environ, input=stdin, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def worker(self):
        """Its log goes to `worker.log`; the tracker of its resources regrets a killed one there."""
        with (self.folder / "worker.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", "worker"],
                cwd=ROOT,
                env=self.environ,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def log(self):
        return (self.folder / "worker.log").read_text()

    def rows(self, statement, *values):
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(statement, values).fetchall()

    def claims(self):
        """How often a worker has begun a task: what comes before is only a start of Python."""
        return self.rows(
            "SELECT sum(json_array_length(worker_ids)) FROM django_tasks_database_dbtaskresult"
        )[0][0]


def peak(process):
    """The most memory that the process has held so far, in megabytes; None where nobody says."""
    status = Path(f"/proc/{process.pid}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1000 if found else None


def kill(worker):
    """As the kernel does it when memory runs out; the processes that read for it end as well."""
    worker.kill()
    worker.wait()
    until(lambda: not is_left(worker.pid))


def is_left(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def until(condition, seconds=PATIENCE):
    """Whether it comes true in time; how long it took."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if condition():
            return time.monotonic() - begun
        time.sleep(0.02)
    return pytest.fail(f"not within {seconds} s")
