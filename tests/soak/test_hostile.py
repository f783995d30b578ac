"""Hostile seeds and archives, from the upload to the end, through one real worker process.

Every row is an upload of its own with a good file beside it. All of them are sent, read,
started and imported; then each test looks at what became of its row.
"""

import csv
import io
import sqlite3
from contextlib import closing

import pytest

from tests.ingest.batches import numbered
from tests.soak.hostile_archives import ARCHIVES, packed
from tests.soak.hostile_seeds import SEEDS, noise
from tests.soak.rows import In, Passed, Refused, sent
from tests.soak.site import Site, kill, peak, sqlite_only, until

pytestmark = sqlite_only

ROWS = {**SEEDS, **ARCHIVES}
MANY = 5000
NOISE = 1000
BOTH = {f"_news/both-{n}.md": numbered(f"both-{n}") for n in range(20)}  # two people have these
MEMORY = 512  # megabytes of a worker at its peak
AT_WORK = ("uploading", "reading", "applying")
RESULTS = {Refused: "error", Passed: "ignored"}


class Aftermath:
    """The site once the worker is through, and what a person sees of each batch."""

    def __init__(self, site, worker, keys, seen):
        self.site, self.worker, self.keys, self.seen = site, worker, keys, seen

    def batch(self, name):
        return self._dicts("SELECT * FROM articles_importbatch WHERE id = ?", self.keys[name])[0]

    def items(self, name):
        """By path; of twins the one that counts."""
        found = self._dicts(
            "SELECT * FROM articles_importitem WHERE batch_id = ? ORDER BY id", self.keys[name]
        )
        return {item["path"]: item for item in found}

    def articles(self, name):
        found = self._dicts("SELECT * FROM articles_article WHERE batch_id = ?", self.keys[name])
        return {article["path"]: article for article in found}

    def topics(self):
        return {row["slug"] for row in self._dicts("SELECT slug FROM articles_topic")}

    def page(self, name):
        return self.seen[str(self.keys[name])][1]

    def listed(self, name):
        """The rows of the list of broken files, by path."""
        rows = csv.DictReader(io.StringIO(self.seen[str(self.keys[name])][2]))
        return {row["file"].lstrip("'"): row for row in rows}

    def _dicts(self, statement, *values):
        with closing(sqlite3.connect(self.site.database)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement, values)]


def uploads():
    """Name, person and files of every upload."""
    for name, row in ROWS.items():
        yield name, "bob", {**sent(row), f"_news/good-{name}.md": numbered(f"good-{name}")}
    yield "noise", "bob", {"noise.zip": packed(dict(noise(NOISE)))}
    many = {f"_news/many-{n:04}.md": numbered(f"many-{n}") for n in range(MANY - 1)}
    yield "many", "bob", {"many.zip": packed({**many, "_news/bad.md": b"nothing"})}
    yield "by-bob", "bob", BOTH
    yield "by-anna", "anna", BOTH


def through(site, keys):
    """Wait for the worker to deal with these, and press the button of what waits for one."""
    settle(site, keys)
    waiting = [pk for pk in keys if state(site, pk) == "ready"]
    people = dict(
        site.rows(
            "SELECT b.id, u.username FROM articles_importbatch b, auth_user u WHERE u.id = b.by_id"
        )
    )
    site.desk("start", [(pk, people[pk]) for pk in waiting])
    settle(site, keys)


def settle(site, keys):
    until(lambda: not any(state(site, pk) in AT_WORK for pk in keys), 90)


def state(site, pk):
    return site.rows("SELECT state FROM articles_importbatch WHERE id = ?", pk)[0][0]


@pytest.fixture(scope="module")
def after(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("hostile") / "site")
    site.prepare()
    site.desk("open_up")
    worker = site.worker()
    try:
        keys = site.desk("send", list(uploads()))
        through(site, list(keys.values()))
        keys |= site.desk("send", [("again", "anna", BOTH)])
        settle(site, [keys["again"]])
        yield Aftermath(site, worker, keys, site.desk("look", list(keys.values())))
    finally:
        kill(worker)


@pytest.mark.parametrize("name", ROWS)
def test_row(after, name):
    row, batch = ROWS[name], after.batch(name)
    assert batch["state"] == "done"
    assert row.problem in batch["problem"]
    assert bool(row.problem) == bool(batch["problem"])
    items, articles, listed = after.items(name), after.articles(name), after.listed(name)
    assert f"_news/good-{name}.md" in articles
    for path, wanted in row.wanted.items():
        check(wanted, items[path], articles.get(path), listed.get(path))


def check(wanted, item, article, listed):
    if isinstance(wanted, In):
        assert item["result"] == "new", item["message"]
        assert item["applied_at"]
        assert wanted.words in item["message"]
        assert item["kind"] == "topic" or wanted.columns.items() <= article.items()
        return
    assert (item["result"], article) == (RESULTS[type(wanted)], None)
    if isinstance(wanted, Refused):
        assert wanted.words in item["message"]
        assert wanted.line in (None, item["line"])
        assert wanted.column in (None, item["column"])
        assert listed["message"] == item["message"]


def test_a_topic_file_with_an_empty_second_document_makes_its_topic(after):
    assert "ferries" in after.topics()


def test_unknown_keys_are_listed_once(after):
    assert after.page("unknown-keys").count("mood") == 1


def test_nothing_but_refusals_comes_of_noise(after):
    items = after.items("noise").values()
    assert after.batch("noise")["state"] == "done"
    assert len(items) == NOISE
    assert all(item["message"] for item in items if item["result"] == "error")
    assert {"error", "new"} <= {item["result"] for item in items}


def test_one_bad_of_many(after):
    (bad,) = after.listed("many").values()
    assert bad["file"] == "_news/bad.md"
    assert "no front matter" in bad["message"]
    assert len(after.articles("many")) == MANY - 1


def test_two_people_at_once(after):
    """One effect; the other is told."""
    by_bob, by_anna = after.batch("by-bob"), after.batch("by-anna")
    assert sorted([len(after.articles("by-bob")), len(after.articles("by-anna"))]) == [0, 20]
    assert {by_bob["state"], by_anna["state"]} == {"done"}
    assert {by_bob["same_as_id"], by_anna["same_as_id"]} == {
        None,
        by_bob["id"] if by_anna["same_as_id"] else by_anna["id"],
    }


def test_the_same_again(after):
    again = after.batch("again")
    assert (again["state"], after.articles("again")) == ("done", {})
    assert f"batch {again['same_as_id']}</a>" in after.page("again")
    assert again["same_as_id"] in {after.keys["by-bob"], after.keys["by-anna"]}


def test_no_name_led_outside(after):
    names = {path.name for path in after.site.folder.parent.rglob("*")}
    assert not names & {"x.md", "secret.md", "link.md"}


def test_no_page_failed(after):
    assert {status for status, *_ in after.seen.values()} == {200}
    assert not any("Traceback" in page for _, page, _ in after.seen.values())


def test_the_worker_lived_through_it_all(after):
    assert after.worker.poll() is None
    assert "Traceback" not in after.site.log()


def test_the_worker_stayed_small(after):
    used = peak(after.worker)
    if used is None:
        pytest.skip("this system does not say how much memory a process has used")
    assert used < MEMORY
