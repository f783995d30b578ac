"""kill -9 of the worker at any point of an import: afterwards every file is in exactly once.

The real worker process on a database of its own. NEWSDESK_SOAK says how many kills: `make soak`.
"""

import os
import random
import time
from collections import Counter

import pytest

from tests import migrated
from tests.benchmarks.generate import generate
from tests.soak.site import Site, kill, sqlite_only, until

FILES = 500
KILLS = int(os.environ.get("NEWSDESK_SOAK", "20"))
SEED = 20261120

pytestmark = sqlite_only

# What must be the same however often the worker died; times and keys may differ.
TRUTH = {
    "articles": "SELECT path, title, state, quality, heat, version, slug FROM articles_article",
    "topics": """SELECT a.path, t.slug, x.position, x.public FROM articles_articletopic x
        JOIN articles_article a ON a.id = x.article_id
        JOIN articles_topic t ON t.id = x.topic_id""",
    "links": """SELECT a.path, l.position, l.canonical_url, t.path FROM articles_relatedlink l
        JOIN articles_article a ON a.id = l.article_id
        LEFT JOIN articles_article t ON t.id = l.target_id""",
    "seeds": "SELECT path, digest, batch_id FROM articles_seedfile",
    "events": """SELECT e.action, a.path, e.batch_id FROM articles_event e
        LEFT JOIN articles_article a ON a.id = e.article_id""",
    "items": "SELECT path, result, skip, applied_at IS NULL, length(data) FROM articles_importitem",
    "batches": """SELECT state, json_remove(counts, '$.seconds'), done, total, problem, digest
        FROM articles_importbatch""",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("soak")
    generate(folder / "site", FILES)
    return folder


class Import(Site):
    """A site with one import that is about to be read."""

    def __init__(self, folder, source):
        super().__init__(folder, NEWSDESK_IMPORT_DIRS=str(source))
        migrated.lay(self.database)
        self.shell(
            "user = User.objects.create_user('bob')",
            f"batch = imports.create(by=user, source='soak', folder={str(source)!r})",
            "imports.read(batch=batch, by=user)",
        )

    def start_import(self):
        self.shell(
            "batch = ImportBatch.objects.get()",
            "imports.start(batch=batch, by=batch.by, hold=False)",
        )

    def state(self):
        return self.rows("SELECT state FROM articles_importbatch")[0][0]

    def truth(self):
        """Every row there is, with the name of its table."""
        return Counter((name, *row) for name, sql in TRUTH.items() for row in self.rows(sql))


def work_until(site, state):
    """Let a worker work; returns how many seconds it was at it."""
    claims, worker = site.claims(), site.worker()
    try:
        until(lambda: site.claims() > claims)
        return until(lambda: site.state() == state)
    finally:
        kill(worker)


def kill_until(site, state, seconds, rng, left):
    """Kill worker after worker at random points; returns how many kills it took to get through."""
    kills = 0
    while kills < left and site.state() != state:
        claims, worker = site.claims(), site.worker()
        until(lambda claims=claims: site.claims() > claims)
        time.sleep(rng.uniform(0, seconds))
        kill(worker)
        kills += 1
    if site.state() != state:
        work_until(site, state)
    return kills


def test_every_file_is_imported_exactly_once(site):
    rng = random.Random(SEED)
    calm = Import(site / "calm", site / "site")
    reading = work_until(calm, "ready")
    calm.start_import()
    applying = work_until(calm, "done")
    expected = calm.truth()
    assert sum(row[0] == "articles" for row in expected) == FILES

    kills, rounds = 0, 0
    while kills < KILLS:
        rounds += 1
        wild = Import(site / f"wild-{rounds}", site / "site")
        kills += kill_until(wild, "ready", reading, rng, (KILLS - kills) // 3)
        wild.start_import()
        kills += kill_until(wild, "done", applying, rng, KILLS - kills)
        found, when = wild.truth(), f"round {rounds}, after {kills} kills"
        assert (expected - found, found - expected) == (Counter(), Counter()), when
