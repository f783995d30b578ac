"""Commands that are killed in the midst of an import, as processes on a database of their own."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ingest.batches import numbered, write
from tests.migrated import lay

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = 1600  # some chunks: the end comes after the first
PATIENCE = 120  # seconds

pytestmark = pytest.mark.skipif(
    "TEST_DATABASE_URL" in os.environ, reason="it has a SQLite file of its own: once is enough"
)


class Home:
    """A data folder with its database."""

    def __init__(self, folder):
        self.folder, self.database = folder, folder / "newsdesk.sqlite3"
        hidden = ("DATABASE_URL", "TEST_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        self.environ = {name: value for name, value in os.environ.items() if name not in hidden}
        self.environ |= {
            "NEWSDESK_DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
        }

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *arguments):
        assert self.start(*arguments).wait(PATIENCE) == 0

    def rows(self, statement):
        connection = sqlite3.connect(self.database, timeout=20)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def batches(self):
        return self.rows(
            "SELECT state, problem <> '', json_extract(counts, '$.new') FROM articles_importbatch"
            " ORDER BY id"
        )

    def articles(self):
        return self.rows("SELECT count(*), count(DISTINCT path) FROM articles_article")[0]


@pytest.fixture(autouse=True)
def heeded():
    """A shell's background jobs ignore Ctrl-C, and so would what they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("home"))
    lay(home.database)
    return home.folder


@pytest.fixture
def home(migrated, tmp_path):
    return Home(Path(shutil.copytree(migrated, tmp_path / "home")))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("interrupted") / "site"
    site = write(folder, {f"_news/{n}.md": numbered(n) for n in range(FILES)})
    for path in site.rglob("*.md"):
        os.utime(path, (0, 0))  # a watcher waits for what is fresh
    return site


def interrupt(home, command, site, number):
    """End the command once it has imported something; its exit status."""
    process = home.start(command, site)
    begun = time.monotonic()
    while not home.articles()[0] and time.monotonic() - begun < PATIENCE:
        time.sleep(0.005)
    process.send_signal(number)
    return process.wait(PATIENCE)


@pytest.mark.parametrize("command", ["import_seeds", "watch_seeds"])
def test_the_same_command_again_closes_it_and_imports_the_rest(command, home, site):
    assert interrupt(home, command, site, signal.SIGKILL) == -signal.SIGKILL
    some = home.articles()[0]
    assert 0 < some < FILES
    assert home.batches() == [("applying", 0, None)]
    home.run(command, site, *(["--once"] if command == "watch_seeds" else []))
    assert home.batches() == [("cancelled", 1, some), ("done", 0, FILES - some)]
    assert home.articles() == (FILES, FILES)


@pytest.mark.parametrize(
    ("command", "number"),
    [
        ("import_seeds", signal.SIGINT),
        ("watch_seeds", signal.SIGINT),
        ("watch_seeds", signal.SIGTERM),
    ],
)
def test_who_is_asked_to_end_closes_it_at_once(command, number, home, site):
    interrupt(home, command, site, number)
    some = home.articles()[0]
    assert 0 < some < FILES
    assert home.batches() == [("cancelled", 1, some)]
