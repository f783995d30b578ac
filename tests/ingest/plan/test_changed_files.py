"""What a walk through a source finds, some files at a time."""

from itertools import count

import pytest

from articles.ingest.plan import changed_files
from articles.ingest.plan.changed_files import ChangedFiles, all_digests, digests
from articles.ingest.recorder import NullRecorder
from articles.ingest.sources.layout import Place
from articles.ingest.sources.limits import Entry, Patience, SourceError
from articles.models import SeedFile
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind
from tests.ingest.batches import bring_in, numbered, write

pytestmark = pytest.mark.django_db
MANY = 1000


def article(name, data=b"x", problem=""):
    return Place(FileKind.ARTICLE, name), Entry(name, lambda: data, problem)


def found(files, most=MANY, total=MANY):
    return list(ChangedFiles(files, NullRecorder(), most, total, Patience(60), count(1)))


def paths(files):
    return [file.place.path for file in files]


def test_chunks_are_small_at_first(monkeypatch):
    monkeypatch.setattr(changed_files, "FIRST", 1)
    files = [article(f"{n}.md") for n in range(13)]
    assert [len(one.changed) for one in found(files, most=4)] == [1, 2, 4, 4, 2]


def test_files_have_numbers_in_their_order(monkeypatch):
    monkeypatch.setattr(changed_files, "FIRST", 1)
    files = [article(f"{n}.md") for n in range(4)]
    assert [file.number for one in found(files, most=2) for file in one.changed] == [1, 2, 3, 4]


def test_chunks_of_large_files_end_early(monkeypatch):
    monkeypatch.setattr(changed_files, "CHUNK_BYTES", 5)
    files = [article(f"{n}.md", b"1234") for n in range(4)]
    assert [len(one.changed) for one in found(files)] == [2, 2, 0]


def test_what_stands_before_a_break_is_found_too():
    def broken_off():
        yield article("a.md")
        raise SourceError("cut short")

    files = ChangedFiles(broken_off(), NullRecorder(), MANY, MANY, Patience(60), count(1))
    walk = iter(files)
    assert paths(next(walk).changed) == ["a.md"]
    with pytest.raises(SourceError):
        next(walk)


def test_what_is_as_it_was_is_only_counted(tmp_path):
    files = {f"_news/{n}.md": numbered(n) for n in range(3)}
    bring_in(write(tmp_path, files))
    again = [article(path, data) for path, data in files.items()]
    again[1] = article("_news/1.md", numbered(1, title="New"))
    (one,) = found(again)
    assert (one.unchanged, paths(one.changed), one.refused, one.ignored) == (
        *(2, ["_news/1.md"]),
        *([], []),
    )
    assert one.changed[0].seen == SeedFile.objects.get(path="_news/1.md").digest


def test_what_cannot_be_used_is_refused_with_the_reason():
    def unreadable():
        raise SeedError("cannot be read")

    files = [
        article("../a.md", problem="the name leads outside"),
        (Place(FileKind.ARTICLE, "b.md"), Entry("b.md", unreadable)),
        article("c" * 501),
        article("d.md", b"x" * 2_000_001),
        (Place(FileKind.IGNORED, "e.txt"), Entry("e.txt", unreadable)),
    ]
    (one,) = found(files)
    assert [(place.path[:4], error.message[:14]) for place, error in one.refused] == [
        ("../a", "the name leads"),
        ("b.md", "cannot be read"),
        ("cccc", "the path is lo"),
        ("d.md", "the file is la"),
    ]
    assert [place.path for place in one.ignored] == ["e.txt"]


def test_digests_are_asked_for_at_once_where_most_files_are_in_the_batch(tmp_path):
    bring_in(write(tmp_path, {f"_news/{n}.md": numbered(n) for n in range(6)}))
    everything = dict(SeedFile.objects.values_list("path", "digest"))
    assert all_digests(SeedFile.objects.last().pk) == everything
    assert all_digests(1) is None
    assert digests(["_news/1.md", "never.md"]) == {"_news/1.md": everything["_news/1.md"]}


def test_either_way_the_same_is_found(tmp_path):
    files = {f"_news/{n}.md": numbered(n) for n in range(6)}
    bring_in(write(tmp_path, files))
    again = [article(path, data) for path, data in files.items()]
    assert found(again, total=MANY) == found(again, total=0)


def test_nothing_is_asked_about_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert digests([]) == {}
