import os
import time
from pathlib import Path

import pytest

from articles.imports.watch import Watch
from articles.ingest.sources.files import walk
from articles.models import Article
from tests.ingest.batches import PATH, counted, errors, numbered, seed, write

pytestmark = pytest.mark.django_db

LONG_AGO = time.time() - 3600


def settle(folder):
    """Every file was written to its end a while ago."""
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture
def site(tmp_path):
    return write(tmp_path / "site", {PATH: seed(), "_news/b.md": numbered(1)})


@pytest.fixture
def watch(site):
    """Everything is in, and known."""
    settle(site)
    watch = Watch(site)
    assert counted(watch.look()) == {"new": 2}
    return watch


def read(monkeypatch, watch):
    """The files that a look reads."""
    names = []

    def read_path(path, limit):
        names.append(Path(path).name)
        return Path(path).read_bytes()

    monkeypatch.setattr("articles.ingest.sources.files._read_path", read_path)
    watch.look()
    return sorted(names)


def test_nothing_new(watch):
    assert watch.look() is None


def test_what_appears_and_what_changes(watch, site):
    write(site, {"_news/b.md": numbered(1, title="A longer title"), "_news/c.md": numbered(2)})
    os.utime(site / "_news/b.md", (LONG_AGO, LONG_AGO))
    os.utime(site / "_news/c.md", (LONG_AGO, LONG_AGO))
    assert watch.look().counts["new"] == 1
    assert Article.objects.get(path="_news/b.md").title == "A longer title"
    assert watch.look() is None


def test_only_changed_files_are_read(watch, site, monkeypatch):
    write(site, {f"_news/more-{n}.md": numbered(n) for n in range(2, 9)})
    settle(site)
    watch.look()
    write(site, {"_news/more-5.md": numbered(5, title="A longer title")})
    os.utime(site / "_news/more-5.md", (LONG_AGO, LONG_AGO))
    assert read(monkeypatch, watch) == [PATH[6:], "more-5.md"]  # the first shows the layout


def test_a_changed_file_keeps_its_place_among_several_sites(tmp_path):
    write(tmp_path, {f"{name}/{PATH}": numbered(name) for name in ("one", "two")})
    settle(tmp_path)
    watch = Watch(tmp_path)
    watch.look()
    write(tmp_path, {f"two/{PATH}": numbered("two", title="A longer title")})
    settle(tmp_path)
    assert watch.look().counts["content"] == 1
    assert Article.objects.get(title="A longer title").path == f"two/{PATH}"


def test_the_folder_may_be_inside_a_site(site):
    settle(site)
    Watch(site / "_news").look()
    assert Article.objects.filter(path=PATH).exists()


def test_a_file_that_is_being_written_waits(watch, site):
    write(site, {"_news/c.md": numbered(2)})
    assert watch.look() is None
    assert watch.waiting
    settle(site)
    assert watch.look().counts["new"] == 1
    assert not watch.waiting


def test_a_clock_that_runs_ahead(watch, site):
    write(site, {"_news/c.md": numbered(2)})
    ahead = time.time() + 3600
    os.utime(site / "_news/c.md", (ahead, ahead))
    assert watch.look().counts["new"] == 1


def test_a_broken_file_is_reported_once(watch, site):
    write(site, {"_news/c.md": b"no seed"})
    os.utime(site / "_news/c.md", (LONG_AGO, LONG_AGO))
    assert "_news/c.md" in errors(watch.look())
    assert watch.look() is None


def test_what_an_import_could_not_do_is_tried_again(watch, site, monkeypatch):
    write(site, {"_news/c.md": numbered(2)})
    settle(site)

    def fail(*args):
        raise OSError("away")

    with monkeypatch.context() as patched:
        patched.setattr("articles.imports.watch.import_seeds", fail)
        with pytest.raises(OSError, match="away"):
            watch.look()
    assert watch.look().counts["new"] == 1


def test_a_file_that_goes_away_takes_nothing_along(watch, site):
    (site / PATH).unlink()
    assert watch.look() is None
    assert Article.objects.filter(path=PATH).exists()


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        Watch(tmp_path / "nowhere").look()


def test_a_folder_that_cannot_be_read_is_reported_once(watch, site, monkeypatch):
    found = [*walk(str(site)), (f"{site}/locked/", "the folder cannot be read: no")]
    monkeypatch.setattr("articles.imports.watch.walk", lambda folder: found)
    settle(site)
    assert errors(watch.look()) == {"locked/": "the folder cannot be read: no"}
    assert watch.look() is None


def test_a_file_that_went_away_while_the_folder_was_read(watch, site, monkeypatch):
    found = [*walk(str(site)), (f"{site}/_news/gone.md", "")]
    monkeypatch.setattr("articles.imports.watch.walk", lambda folder: found)
    assert "cannot be read" in errors(watch.look())["_news/gone.md"]
