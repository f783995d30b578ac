"""Tar headers that lie about sizes, and archives that would be read for ever."""

import gzip
import tarfile

import pytest

from articles.ingest.sources import limits as limiting
from articles.ingest.sources.files import open_source
from articles.ingest.sources.limits import Limits, Patience, SourceError, Stopped
from tests.ingest.archives import padded, tar_header, tar_member
from tests.ingest.batches import bring_in, counted, errors, numbered, tarred, write, zipped

pytestmark = pytest.mark.django_db
BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)


def pax(**records):
    """A header that says more about the member after it."""
    body = b"".join(record(name.replace("__", "."), value) for name, value in records.items())
    return tar_header("pax", len(body), tarfile.XHDTYPE) + padded(body)


def record(name, value):
    text = f" {name}={value}\n"
    length = next(n for n in range(len(text), len(text) + 9) if len(f"{n}{text}") == n)
    return f"{length}{text}".encode()


def between(*blocks):
    """A good seed, then these blocks, then another good seed."""
    return (
        b"".join(
            [
                tar_member("_news/a.md", numbered("a")),
                *blocks,
                tar_member("_news/z.md", numbered("z")),
            ]
        )
        + END
    )


@pytest.fixture(params=[bytes, gzip.compress], ids=["plain", "packed"])
def site(tmp_path, request):
    """Import a tar of these bytes."""
    return lambda data: bring_in(write(tmp_path, {"b.tar": request.param(data)}) / "b.tar")


@pytest.mark.parametrize("size", [-1, -512, -(2**62), 2**40, 2**62, 2**63 - 1, 2**80])
def test_a_size_that_cannot_be(site, size):
    report = site(between(tar_header("_news/b.md", size)))
    assert counted(report) == {"new": 1, "error": 1}
    assert "damaged or cut short" in errors(report)["b.tar"]
    assert f"{size:,} bytes" in errors(report)["b.tar"]


@pytest.mark.parametrize("size", [10**18, -512, "9" * 4000])
def test_a_size_in_a_pax_header_that_cannot_be(site, size):
    report = site(between(pax(size=size), tar_member("_news/b.md", b"x")))
    assert report.counts["new"] >= 1
    assert report.counts["error"] == 1


def test_a_pax_header_of_less_than_nothing(site):
    report = site(between(tar_header("pax", -BLOCK, tarfile.XHDTYPE)))
    assert counted(report) == {"new": 1, "error": 1}


def test_a_file_with_holes_names_itself_however_large_it_says_it_is(site):
    head = tar_header("_news/s.md", 0, tarfile.GNUTYPE_SPARSE, real_size=2**62)
    report = site(between(head))
    assert counted(report) == {"new": 2, "error": 1}
    assert "not a regular file" in errors(report)["_news/s.md"]


def test_a_map_of_holes_goes_on_in_blocks_of_its_own(site):
    head = tar_header("_news/s.md", 0, tarfile.GNUTYPE_SPARSE, real_size=99, more=True)
    blocks = [bytes(504) + b"\1" + bytes(7), bytes(BLOCK)]
    report = site(between(head, *blocks))
    assert counted(report) == {"new": 2, "error": 1}


@pytest.mark.parametrize("blocks", [0, 1, 200_000])
def test_a_map_of_holes_that_does_not_end(site, blocks):
    head = tar_header("_news/s.md", 0, tarfile.GNUTYPE_SPARSE, more=True)
    data = tar_member("_news/a.md", numbered("a")) + head + (bytes(504) + b"\1" + bytes(7)) * blocks
    report = site(data)
    assert (report.broken, counted(report)) == (1, {"new": 1, "error": 1})


def test_a_map_of_holes_in_the_content_is_passed_over(site):
    """It says that a thousand million entries follow."""
    head = pax(GNU__sparse__major="1", GNU__sparse__minor="0", GNU__sparse__realsize="99")
    report = site(between(head, tar_member("_news/s.md", b"1000000000\n" + b"0\n0\n" * 500)))
    assert counted(report) == {"new": 2, "error": 1}
    assert "not a regular file" in errors(report)["_news/s.md"]


def test_headers_for_all_that_follows_do_not_pile_up(tmp_path):
    """Each names a key of its own, and a size for all files after it."""
    blocks = []
    for number in range(50):
        body = record(f"key{number}", "v" * 15_000)
        blocks += [tar_header("pax", len(body), tarfile.XGLTYPE), padded(body)]
        blocks += [tar_member(f"_news/{number}.md", numbered(number))]
    data = gzip.compress(b"".join(blocks) + END)
    source = open_source(write(tmp_path, {"b.tar": data}) / "b.tar")
    assert len([entry.read() for entry in source.entries()]) == 50


def test_an_archive_that_takes_too_long(tmp_path):
    """No time is left once it begins."""
    files = {f"_news/{n}.md": numbered(n) for n in range(30)}
    report = bring_in(tarred(tmp_path / "b.tar", files), limits=Limits(seconds=-1))
    assert (report.broken, counted(report)) == (1, {"error": 1})
    assert "reading takes longer than" in errors(report)["b.tar"]


def test_the_time_in_which_others_work_does_not_count(monkeypatch):
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr(limiting.time, "monotonic", lambda: next(clock))
    patience = Patience(seconds=45)
    for _ in range(2):
        with patience:  # each look at the clock is ten seconds later
            patience.check()
    with pytest.raises(SourceError), patience:
        patience.check()


@pytest.mark.parametrize("packed", [bytes, gzip.compress], ids=["plain", "packed"])
def test_an_entry_is_not_read_to_its_end_once_somebody_asks_to_stop(tmp_path, monkeypatch, packed):
    monkeypatch.setattr(limiting, "ASK_EVERY", -1)
    data = packed(tar_member("_news/a.md", bytes(5_000_000)) + END)
    source = open_source(write(tmp_path, {"b.tar": data}) / "b.tar")
    entries = source.entries()
    entry = next(entries)
    source.patience.stop = lambda: True
    with pytest.raises(Stopped):
        entry.read()


def test_packed_nothing_is_not_read_for_ever(tmp_path, monkeypatch):
    """A thousand empty parts give out no byte to count."""
    monkeypatch.setattr(limiting, "ASK_EVERY", -1)
    data = gzip.compress(b"") * 100_000
    source = open_source(write(tmp_path, {"b.tar.gz": data}) / "b.tar.gz")
    asked = []
    source.patience.stop = lambda: len(asked) > 3 or asked.append(1)
    with pytest.raises(Stopped):
        list(source.entries())


@pytest.mark.parametrize("pack", [tarred, zipped, write])
def test_an_import_that_is_stopped_while_it_is_looked_through_brings_nothing(
    tmp_path, monkeypatch, pack
):
    monkeypatch.setattr(limiting, "ASK_EVERY", -1)
    place = tmp_path / "b"
    pack(place, {f"_news/{n}.md": numbered(n) for n in range(30)})
    assert counted(bring_in(place, stop=lambda: True)) == {}
