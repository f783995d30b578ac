"""What people send is kept under names of our own until it has been read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.actions import imports
from articles.actions.errors import Refused
from articles.seeds import uploads
from articles.seeds.errors import SeedError
from articles.seeds.guard import BROWSER, Limits
from tests.seeds.batches import zipped
from tests.seeds.staged import counted, items, previewed, uploaded

pytestmark = pytest.mark.django_db


def entries(batch):
    """The names of what was sent, with bytes or the reason why not."""
    found = {}
    for source in uploads.sources_of(batch):
        with source:
            for entry in source.entries():
                try:
                    found[entry.name] = entry.problem or entry.read()
                except SeedError as error:
                    found[entry.name] = error.message
    return found


def test_files_come_back_as_they_were_sent(bob):
    batch = uploaded(bob, {"_news/b.md": b"two", "_news/a.md": b"one", "empty.md": b""})
    assert entries(batch) == {"_news/a.md": b"one", "_news/b.md": b"two", "empty.md": b""}


def test_names_never_name_files_here(bob):
    names = ("../../evil.md", "/abs.md", "a\\b.md", "C:/x.md", "nul\0.md")
    batch = uploaded(bob, dict.fromkeys(names, b"x"))
    assert all(isinstance(said, str) for said in entries(batch).values())
    here = {path.name for path in uploads._folder(batch).iterdir()}
    assert here == {"files", "manifest", "lock"}


def test_an_archive_stays_one(bob, tmp_path):
    data = zipped(tmp_path / "a.zip", {"_news/a.md": b"one"}).read_bytes()
    batch = uploaded(bob, {"Site.ZIP": data})
    (source,) = uploads.sources_of(batch)
    assert source.name == "Site.ZIP"
    assert entries(batch) == {"_news/a.md": b"one"}


def test_the_same_name_twice_is_refused(bob):
    batch = uploaded(bob, {"_news/a.md": b"one", "_news/A.md": b"two"})
    assert [said for said in entries(batch).values() if "same name" in str(said)]


def test_no_more_than_a_browser_may_send(bob, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOADED", 500)
    batch = uploaded(bob, {"a.md": b"x" * 200})
    with pytest.raises(Refused, match="cannot be sent at once"):
        uploads.receive(batch, "b.md", SimpleUploadedFile("b", b"x" * 400))
    uploads.receive(batch, "c.md", SimpleUploadedFile("c", b"y"))
    assert entries(batch) == {"a.md": b"x" * 200, "c.md": b"y"}


def test_no_more_files_than_a_browser_may_send(bob, monkeypatch):
    monkeypatch.setattr(uploads, "BROWSER", Limits(entries=1))
    batch = uploaded(bob, {"a.md": b"x"})
    with pytest.raises(Refused, match="More than 1 files"):
        uploads.receive(batch, "b.md", SimpleUploadedFile("b", b"x"))


def test_a_file_that_is_too_large_is_refused_alone(bob):
    batch = uploaded(bob, {"a.md": b"x" * (BROWSER.file + 1), "b.md": b"y"})
    assert entries(batch) == {"a.md": "larger than 10 MB", "b.md": b"y"}


def test_hostile_names_are_errors_of_the_preview(bob):
    batch = previewed(bob, {"../x.md": b"x", "_news/a.md": b"---\n"})
    assert counted(batch) == {"error": 2}
    assert items(batch)["_news/a.md"] == "error"


def test_only_folders_that_exist_are_offered(settings, tmp_path):
    settings.IMPORT_DIRS = [tmp_path, tmp_path / "gone"]
    assert uploads.folders() == [tmp_path]


def test_nothing_is_sent_for_a_folder_of_the_server(bob, settings, tmp_path):
    settings.IMPORT_DIRS = [tmp_path]
    batch = imports.create(by=bob, source="x", folder=str(tmp_path))
    assert [source.path for source in uploads.sources_of(batch)] == [tmp_path]
