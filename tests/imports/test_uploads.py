"""What people send is kept under names of our own until it has been read."""

import threading
from pathlib import Path

import pytest

from articles.actions.errors import Refused
from articles.imports import actions, uploads
from articles.ingest.sources.limits import BROWSER, Limits
from articles.seeds.errors import SeedError
from tests.imports.staged import counted, items, previewed, receive, uploaded
from tests.ingest.batches import zipped

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
        receive(batch, {"b.md": b"x" * 400})
    receive(batch, {"c.md": b"y"})
    assert entries(batch) == {"a.md": b"x" * 200, "c.md": b"y"}


def test_no_more_files_than_a_browser_may_send(bob, monkeypatch):
    monkeypatch.setattr(uploads, "BROWSER", Limits(entries=1))
    batch = uploaded(bob, {"a.md": b"x"})
    with pytest.raises(Refused, match="More than 1 files"):
        receive(batch, {"b.md": b"x"})


def test_archives_count_as_well(bob, monkeypatch, tmp_path):
    data = zipped(tmp_path / "a.zip", {"_news/a.md": b"one"}).read_bytes()
    monkeypatch.setattr(uploads, "MAX_UPLOADED", len(data) + 1)
    batch = uploaded(bob, {"a.zip": data})
    with pytest.raises(Refused, match="cannot be sent at once"):
        receive(batch, {"b.md": b"xx"})
    receive(batch, {"b.md": b"x"})
    assert entries(batch) == {"_news/a.md": b"one", "b.md": b"x"}


def test_a_request_is_kept_whole_or_not_at_all(bob, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UPLOADED", 10)
    batch = uploaded(bob, {"a.md": b"aaa"})
    with pytest.raises(Refused):
        receive(batch, {"b.md": b"bbb", "c.md": b"c" * 10})
    assert entries(batch) == {"a.md": b"aaa"}
    receive(batch, {"d.md": b"ddddddd"})
    assert entries(batch) == {"a.md": b"aaa", "d.md": b"ddddddd"}


@pytest.mark.parametrize(
    "half", [b"", b"{", b'{"name": "b.md", "offset": 3, "size": 3, "so_far": [2']
)
def test_a_request_that_was_killed_leaves_no_trace(bob, half):
    """Bytes that no line names, and a line that was cut short."""
    batch = uploaded(bob, {"a.md": b"one"})
    folder = uploads._folder(batch)
    with (folder / "files").open("ab") as files, (folder / "manifest").open("ab") as manifest:
        files.write(b"two and")
        manifest.write(half)
    assert entries(batch) == {"a.md": b"one"}
    receive(batch, {"c.md": b"three"})
    assert entries(batch) == {"a.md": b"one", "c.md": b"three"}
    assert (folder / "files").read_bytes() == b"onethree"


def test_an_archive_whose_request_was_killed_leaves_no_trace(bob, tmp_path):
    data = zipped(tmp_path / "a.zip", {"_news/a.md": b"one"}).read_bytes()
    batch = uploaded(bob, {"a.md": b"one"})
    (uploads._folder(batch) / "archive-1").write_bytes(b"x" * 1000)
    receive(batch, {"a.zip": data})
    assert entries(batch) == {"a.md": b"one", "_news/a.md": b"one"}


def test_names_of_any_length(bob):
    names = [letter * 10_000 for letter in "a\N{GRINNING FACE}"]
    batch = uploaded(bob, {})
    for name in names * 5:
        receive(batch, {name: b"x"})
    assert len(list(uploads._manifest(uploads._folder(batch)))) == 10


def test_parts_that_come_at_once(bob, monkeypatch):
    monkeypatch.setattr(uploads, "_refuse_unless_open", lambda batch: None)  # threads see no rows
    batch = uploaded(bob, {})
    parts = [{f"{n}-{m}.md": b"%d %d" % (n, m) for m in range(20)} for n in range(8)]
    threads = [threading.Thread(target=receive, args=(batch, part)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert entries(batch) == {name: data for part in parts for name, data in part.items()}


def bytes_read():
    """By this process so far, from whatever file."""
    return int(Path("/proc/self/io").read_text().split()[1])


def test_the_work_does_not_grow_with_what_was_sent(bob):
    batch = uploaded(bob, {})

    def cost(part):
        before = bytes_read()
        receive(batch, {f"site/_news/{part}-{n}.md": b"x" for n in range(1000)})
        return bytes_read() - before

    costs = [cost(part) for part in range(6)]
    assert costs[5] <= costs[2] + 1000


def test_no_file_comes_late(bob):
    batch = actions.read(batch=uploaded(bob, {"a.md": b"one"}), by=bob)
    with pytest.raises(uploads.Closed, match="takes no more files"):
        receive(batch, {"b.md": b"two"})
    assert entries(batch) == {"a.md": b"one"}


def test_what_nobody_needs_any_more_is_deleted(bob, settings):
    kept = [
        uploaded(bob, {"a.md": b"x"}),
        actions.read(batch=uploaded(bob, {"a.md": b"x"}), by=bob),
    ]
    for state in ("ready", "done", "cancelled", "failed"):
        lost = uploaded(bob, {"a.md": b"x"})
        type(lost).objects.filter(pk=lost.pk).update(state=state)
    (settings.DATA_DIR / "uploads" / "999").mkdir()
    uploads.delete_leftovers()
    left = {path.name for path in (settings.DATA_DIR / "uploads").iterdir()}
    assert left == {str(batch.pk) for batch in kept}


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
    batch = actions.create(by=bob, source="x", folder=str(tmp_path))
    assert [source.path for source in uploads.sources_of(batch)] == [tmp_path]
