"""Folders and single files as sources."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from articles.ingest.sources.files import UNREADABLE, FolderSource, open_source
from articles.ingest.sources.limits import Limits, SourceError
from articles.seeds.errors import SeedError
from tests.ingest.batches import bring_in, counted, errors, numbered, write


def names(path):
    return [entry.name for entry in open_source(path).entries()]


def test_a_folder_yields_its_files_in_order(tmp_path):
    write(tmp_path, {"b.md": b"b", "a/c.md": b"c", "a.md": b"a"})
    entries = list(open_source(tmp_path).entries())
    assert [(entry.name, entry.read()) for entry in entries] == [
        ("a.md", b"a"),
        ("a/c.md", b"c"),
        ("b.md", b"b"),
    ]


def test_hidden_files_links_and_pipes_are_left_out(tmp_path):
    write(tmp_path, {".hidden.md": b"", ".git/a.md": b"", "a.md": b""})
    (tmp_path / "link.md").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe.md")
    assert names(tmp_path) == ["a.md"]


def test_a_folder_of_a_site_names_its_files_as_the_site_does(tmp_path):
    write(tmp_path / "site", {"_news/a.md": b""})
    assert names(tmp_path / "site" / "_news") == names(tmp_path / "site") == ["_news/a.md"]


def test_a_file_in_a_site_is_named_as_the_site_does(tmp_path):
    write(tmp_path / "site", {"_news/a.md": b"data"})
    (entry,) = open_source(tmp_path / "site" / "_news" / "a.md").entries()
    assert (entry.name, entry.read()) == ("_news/a.md", b"data")


def test_folders_deeper_than_python_recurses(monkeypatch):
    """Too deep to really make: removing it would fail."""
    depth = sys.getrecursionlimit() + 100

    class Level:
        def __init__(self, path):
            self.path, self.name = path, "d"

        def is_dir(self, follow_symlinks):
            return len(self.path) < depth

        def is_file(self, follow_symlinks):
            return True

    monkeypatch.setattr(os, "scandir", lambda path: nullcontext([Level(path + "/")]))
    assert len(list(FolderSource(Path("top"), Limits()).entries())) == 1


@pytest.mark.parametrize("size", [10, 65_536, 65_537])
def test_a_file_as_large_as_the_limit(tmp_path, size):
    write(tmp_path, {"a.md": b"x" * size})
    (entry,) = open_source(tmp_path, Limits(file=size)).entries()
    assert len(entry.read()) == size


@pytest.mark.parametrize("size", [10, 65_536, 100_000])
def test_a_file_larger_than_the_limit(tmp_path, size):
    write(tmp_path, {"a.md": b"x" * (size + 1)})
    (entry,) = open_source(tmp_path, Limits(file=size)).entries()
    with pytest.raises(SeedError, match="larger than"):
        entry.read()


def test_a_file_that_is_gone_meanwhile(tmp_path):
    write(tmp_path, {"a.md": b"x"})
    (entry,) = open_source(tmp_path).entries()
    (tmp_path / "a.md").unlink()
    with pytest.raises(SeedError, match="cannot be read: No such file"):
        entry.read()


def test_a_folder_that_cannot_be_read(tmp_path, monkeypatch):
    write(tmp_path, {"a.md": b"x", "locked/b.md": b"x"})
    scandir = os.scandir

    def guarded(path):
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    first, locked = open_source(tmp_path).entries()
    assert (first.name, locked.name) == ("a.md", "locked/")
    assert locked.problem == "the folder cannot be read: Permission denied"


@pytest.mark.django_db
def test_names_that_cannot_be_used(tmp_path):
    folder = tmp_path / "site" / "_news"
    folder.mkdir(parents=True)
    for number, name in enumerate([b"a\xff.md", b"a\xfe.md", b"line\nbreak.md", b"back\\slash.md"]):
        (folder / os.fsdecode(name)).write_bytes(numbered(number))
    report = bring_in(tmp_path / "site")
    assert counted(report) == {"error": 4}
    assert errors(report)["_news/a\ufffd.md"] == UNREADABLE
    assert "control characters" in errors(report)["_news/line\ufffdbreak.md"]


@pytest.mark.parametrize("name", ["missing.md", "missing"])
def test_what_is_not_there(tmp_path, name):
    with pytest.raises(SourceError, match="cannot be read: No such file or directory"):
        open_source(tmp_path / name)


def test_what_is_neither_file_nor_folder(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="neither a file nor a folder"):
        open_source(tmp_path / "pipe")
