"""Faults in the midst of imports, each with the real worker: afterwards every file is in, once.

Killing the worker has a test of its own.
"""

import resource
import sqlite3
import sys
import time
from contextlib import closing, contextmanager

import pytest

from tests.ingest.batches import numbered
from tests.soak.hostile_archives import packed
from tests.soak.site import Site, kill, sqlite_only, until

pytestmark = sqlite_only

FILES = 3000  # enough that an import can be met half-way
LOCKED = 25  # seconds
ROOM = 200_000  # bytes of a file on the disk that is full: for a task's state, not for a chunk
AT_WORK = """SELECT 1 FROM django_tasks_database_dbtaskresult
    WHERE status IN ('READY', 'RUNNING')"""
ONCE = {
    "articles": "SELECT count(*) FROM articles_article WHERE path LIKE ?",
    "seeds": "SELECT count(*) FROM articles_seedfile WHERE path LIKE ?",
    "done": "SELECT count(*) FROM articles_importitem WHERE path LIKE ? AND applied_at IS NOT NULL",
    "told": """SELECT count(DISTINCT e.article_id) FROM articles_event e
        JOIN articles_article a ON a.id = e.article_id WHERE a.path LIKE ?""",
    "events": """SELECT count(*) FROM articles_event e
        JOIN articles_article a ON a.id = e.article_id WHERE a.path LIKE ?""",
}


class Newsroom(Site):
    """A site with a worker that can be replaced."""

    def open(self):
        self.prepare()
        self.desk("open_up")
        self.at_work = self.worker()

    def upload(self, name, **fields):
        files = {f"_news/{name}-{n}.md": numbered(f"{name}-{n}", **fields) for n in range(FILES)}
        pictures = {f"assets/images/{name}.png": bytes(3 * ROOM)}
        return self.desk("send", [(name, "bob", {"site.zip": packed({**pictures, **files})})])[name]

    def start(self, batch):
        until(lambda: self.state(batch) == "ready")
        self.desk("start", [(batch, "bob")])

    def state(self, batch):
        return self.rows("SELECT state FROM articles_importbatch WHERE id = ?", batch)[0][0]

    def imported(self, name):
        return self.rows(ONCE["articles"], f"_news/{name}-%")[0][0]

    def amid(self, name):
        """Wait until some of its articles are in."""
        until(lambda: self.imported(name))

    def through(self, batch):
        until(lambda: self.state(batch) not in ("reading", "applying"), 60)
        assert self.state(batch) == "done"

    def once(self, name):
        return {what: self.rows(sql, f"_news/{name}-%")[0][0] for what, sql in ONCE.items()}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Newsroom(tmp_path_factory.mktemp("faults") / "site", LOG_LEVEL="WARNING")
    site.open()
    yield site
    kill(site.at_work)


@contextmanager
def locked(site):
    """Somebody else writes and does not come to an end."""
    with closing(sqlite3.connect(site.database, timeout=20, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def full(site):
    """No file of the worker's grows beyond ROOM, until it has noticed amid the import."""
    until(lambda: not site.rows(AT_WORK))  # another task would notice instead, and end the worker
    before = site.log().count("tries again")
    site.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    limit(site.at_work, ROOM)
    try:
        yield
        until(lambda: site.log().count("tries again") > before)
    finally:
        limit(site.at_work, resource.RLIM_INFINITY)


def limit(process, size):
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_database_that_is_locked_for_long(site):
    batch = site.upload("locked")
    site.start(batch)
    site.amid("locked")
    with locked(site):
        begun, so_far = time.monotonic(), site.imported("locked")
        assert so_far < FILES
        until(lambda: time.monotonic() - begun > LOCKED, LOCKED + 5)
        assert site.imported("locked") == so_far
    site.through(batch)
    assert set(site.once("locked").values()) == {FILES}
    assert site.at_work.poll() is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process's files")
def test_a_disk_that_is_full(site):
    """While a batch is read, and again while it is imported."""
    with full(site):
        batch = site.upload("full")
    until(lambda: site.state(batch) == "ready")
    with full(site):
        site.start(batch)
    site.through(batch)
    assert set(site.once("full").values()) == {FILES}
    assert site.rows("SELECT kind FROM articles_seedfile WHERE path = 'assets/images/full.png'")
    assert site.at_work.poll() is None


def test_a_worker_that_is_restarted(site):
    batch = site.upload("again")
    site.start(batch)
    site.amid("again")
    site.at_work.terminate()
    assert site.at_work.wait(20) == 0
    assert 0 < site.imported("again") < FILES
    site.at_work = site.worker()
    site.through(batch)
    assert set(site.once("again").values()) == {FILES}


def test_editors_at_work_during_an_import(site):
    """Their titles win, whether they came before the seed or after it."""
    first = site.upload("edited")
    site.start(first)
    site.through(first)
    second = site.upload("edited", title="Theirs")
    site.start(second)
    paths = [f"_news/edited-{n}.md" for n in range(0, FILES, FILES // 30)]
    assert site.desk("edit", paths, "Ours")["edited"] == len(paths)
    site.through(second)
    titles = dict(
        site.rows("SELECT path, title FROM articles_article WHERE path LIKE '_news/edited-%'")
    )
    ours = {path: f"Ours {number}" for number, path in enumerate(paths)}
    assert titles == {**dict.fromkeys(titles, "Theirs"), **ours}


def test_two_people_start_one_import(site):
    """And two import the same files: each is in once."""
    mine = site.upload("both")
    yours = site.upload("both")
    until(lambda: {site.state(mine), site.state(yours)} == {"ready"})
    site.desk("start", [(mine, "bob"), (mine, "anna"), (yours, "anna")])
    site.through(mine)
    site.through(yours)
    assert site.once("both")["events"] == FILES
    assert site.imported("both") == FILES
