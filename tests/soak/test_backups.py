"""Backups while editors edit, imports bring pictures and the worker renders them; each is restored.

NEWSDESK_SOAK_BACKUPS says how many: `make soak`.
"""

import itertools
import os
import shutil
import threading

import pytest

from articles.seeds.document import Picture
from tests.images.drawn import drawn
from tests.ingest.batches import numbered, write
from tests.soak.site import Site, kill, sqlite_only, until

BACKUPS = int(os.environ.get("NEWSDESK_SOAK_BACKUPS", "2"))
EDITED = [f"_news/first-{number}.md" for number in range(20)]
# Each of these grows, and is not cut again.
GROWING = {
    "events": "SELECT count(*) FROM articles_event",
    "edits": "SELECT count(*) FROM articles_event WHERE action = 'edit'",
    "articles": "SELECT count(*) FROM articles_article",
    "newest event": "SELECT max(id) FROM articles_event",
    "newest seed": "SELECT max(id) FROM articles_seedfile",
    "pictures": "SELECT count(*) FROM articles_image WHERE digest <> ''",
}

pytestmark = sqlite_only


class Newsroom(Site):
    """People and imports that write as fast as they can, until `end`."""

    def open(self):
        self.end = self.folder / "end"
        self.prepare()
        self.bring("first")
        self.desk("open_up")
        self.at_work = self.worker()
        acts = (lambda: self.desk("edit_until", EDITED, str(self.end)), self.keep_importing)
        self.writers = [threading.Thread(target=act) for act in acts]
        for writer in self.writers:
            writer.start()

    def close(self):
        self.end.touch()
        for writer in self.writers:
            writer.join()
        kill(self.at_work)

    def keep_importing(self):
        for number in itertools.count():
            if self.end.exists():
                return
            self.bring(f"batch-{number}", (number % 200, number // 200 % 200, 99))

    def bring(self, name, color=None):
        """Import twenty articles; with a colour, those show a picture of it."""
        path = f"assets/images/news/{name}.jpg"
        shown = [Picture(url=f"/{path}", width=600, height=400)] if color else []
        files = {
            f"_news/{name}-{number}.md": numbered(f"{name}-{number}", images=shown)
            for number in range(20)
        }
        picture = {path: drawn(size=(600, 400), color=color)} if color else {}
        self.manage("import_seeds", str(write(self.folder / "seeds" / name, files | picture)))

    def numbers(self):
        return {name: self.rows(sql)[0][0] for name, sql in GROWING.items()}

    def is_consistent(self):
        """Each article has as many edits in its history as its version says, and its pictures."""
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        uneven = self.rows(
            """SELECT a.path, a.version, count(e.id) FROM articles_article a
            LEFT JOIN articles_event e ON e.article_id = a.id AND e.action = 'edit'
            GROUP BY a.id HAVING a.version <> count(e.id) + 1"""
        )
        assert uneven == []
        stored = self.rows("SELECT digest, state FROM articles_image WHERE digest <> ''")
        assert stored
        for digest, state in stored:
            assert (self.folder / "media" / "originals" / digest[:2] / digest).exists()
            made = self.folder / "media" / "renditions" / digest[:2] / digest
            assert state != "ready" or any(made.iterdir())


@pytest.fixture
def site(tmp_path):
    site = Newsroom(tmp_path / "site", LOG_LEVEL="ERROR")
    site.open()
    yield site
    site.close()


def test_every_backup_under_writers_can_be_restored(site, tmp_path):
    for number in range(BACKUPS):
        started = site.numbers()
        until(lambda started=started: is_written_to(started, site.numbers()), 120)
        before = site.numbers()
        backup = tmp_path / f"backup-{number}.zip"
        site.manage("backup", str(backup))
        after = site.numbers()
        place = Newsroom(tmp_path / f"place-{number}")
        place.manage("restore", str(backup))
        found = place.numbers()
        for name in GROWING:
            assert before[name] <= found[name] <= after[name], name
        place.is_consistent()
        shutil.rmtree(place.folder)
        backup.unlink()


def is_written_to(before, now):
    return all(now[name] > before[name] for name in ("edits", "articles", "pictures"))
