"""Tar archives as sources, the hostile and the damaged ones too."""

import gzip
import io
import tarfile
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.ingest.sources.files import open_source
from articles.ingest.sources.limits import Limits, SourceError
from articles.models import Article, Topic
from articles.seeds.errors import SeedError
from tests.ingest.batches import (
    PATH,
    bring_in,
    counted,
    errors,
    numbered,
    seed,
    tarred,
    topic,
    write,
)

GOOD = {"_news/good.md": numbered("good")}


def with_member(path, member, data=b"", mode="w:gz", **options):
    """A good seed, then this member, then another good seed."""
    with tarfile.open(path, mode, **options) as archive:
        add(archive, "_news/a.md", numbered("a"))
        member.size = member.size or len(data)
        archive.addfile(member, io.BytesIO(data))
        add(archive, "_news/z.md", numbered("z"))
    return path


def add(archive, name, data):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def member(name, kind=tarfile.REGTYPE, **fields):
    info = tarfile.TarInfo(name)
    info.type = kind
    for field, value in fields.items():
        setattr(info, field, value)
    return info


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_is_read_from_front_to_back(tmp_path, mode):
    files = {f"site/_news/{n}.md": numbered(n) for n in range(300)}
    report = bring_in(tarred(tmp_path / "site.download", files, mode))
    assert counted(report) == {"new": 300}


@pytest.mark.django_db
def test_articles_may_come_before_their_topics(tmp_path):
    files = {
        PATH: seed(topics=("Ferries",)),
        "_data/topics/05-ferries.yaml": topic("boats", "Ferries", "Transport"),
    }
    bring_in(tarred(tmp_path / "b.tar", files, "w"))
    assert set(Topic.objects.values_list("slug", flat=True)) == {"boats", "transport"}
    assert Article.objects.get().article_topics.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        member("_news/b.md", tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("_news/b.md", tarfile.LNKTYPE, linkname="_news/a.md"),
        member("_news/b.md", tarfile.CHRTYPE),
        member("_news/b.md", tarfile.BLKTYPE),
        member("_news/b.md", tarfile.FIFOTYPE),
        member("../b.md"),
        member("/etc/b.md"),
        member("_news/..\\b.md"),
        member("C:b.md"),
        member("_news/b\n.md"),
    ],
    ids=lambda info: f"{info.type.decode()}-{info.name.encode()}",
)
def test_what_is_no_file_of_the_batch_is_refused(tmp_path, bad):
    report = bring_in(with_member(tmp_path / "b.tar", bad))
    assert counted(report) == {"new": 2, "error": 1}


@pytest.mark.django_db
def test_names_that_are_not_utf8_are_shown_readable(tmp_path):
    path = with_member(
        tmp_path / "b.tar",
        member("_news/caf\udce9.md"),
        numbered("b"),
        format=tarfile.GNU_FORMAT,
        errors="surrogateescape",
    )
    bring_in(path)
    assert "_news/caf\ufffd.md" in Article.objects.values_list("path", flat=True)


@pytest.mark.django_db
def test_twins_of_a_name(tmp_path):
    report = bring_in(with_member(tmp_path / "b.tar", member("_news/A.md"), numbered("b")))
    assert "same name as _news/a.md" in errors(report)["_news/A.md"]


@pytest.mark.django_db
def test_long_names_in_pax_and_gnu_headers(tmp_path):
    name = f"_news/{'long' * 60}.md"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        path = with_member(tmp_path / "b.tar", member(name), numbered("b"), format=form)
        assert not bring_in(path).broken
    assert Article.objects.filter(path=name).exists()


@pytest.mark.django_db
def test_a_sparse_file_is_refused(tmp_path):
    path = tmp_path / "b.tar"
    block = bytearray(member("_news/s.md", tarfile.GNUTYPE_SPARSE).tobuf(tarfile.GNU_FORMAT))
    with tarfile.open(path, "w") as archive:
        add(archive, "_news/a.md", numbered("a"))
        archive.fileobj.write(block)
        archive.offset += len(block)
        add(archive, "_news/z.md", numbered("z"))
    report = bring_in(path)
    assert counted(report) == {"new": 2, "error": 1}
    assert "not a regular file" in errors(report)["_news/s.md"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XGLTYPE])
def test_a_header_of_any_length_is_not_read(tmp_path, kind):
    path = with_member(tmp_path / "b.tar", member("x", kind), b"0" * 100_000)
    report = bring_in(path)
    assert counted(report) == {"new": 1, "error": 1}
    assert "a header of 100,000 bytes" in errors(report)["b.tar"]


@pytest.mark.django_db
def test_a_header_that_announces_the_next_for_ever(tmp_path):
    header = member("x", tarfile.GNUTYPE_LONGNAME, size=512).tobuf(tarfile.GNU_FORMAT)
    write(tmp_path, {"b.tar": (header + b"_news/x.md".ljust(512, b"\0")) * 3000})
    report = bring_in(tmp_path / "b.tar")
    assert (report.broken, counted(report)) == (1, {"error": 1})
    assert "thousands of headers that each announce another" in errors(report)["b.tar"]


@pytest.mark.django_db
def test_a_map_of_holes_that_is_no_number(tmp_path):
    """What Python says of it is about itself."""
    holes = {"GNU.sparse.map": "0,512,a,b", "GNU.sparse.size": "x"}
    info = member("_news/s.md", pax_headers=holes)
    report = bring_in(with_member(tmp_path / "b.tar", info, format=tarfile.PAX_FORMAT))
    assert "damaged or cut short: a header cannot be read (" in errors(report)["b.tar"]


@pytest.mark.django_db
def test_a_size_that_lies(tmp_path):
    """It says 8 GB, and swallows what follows."""
    path = tmp_path / "b.tar"
    with tarfile.open(path, "w") as archive:
        add(archive, "_news/a.md", numbered("a"))
        archive.fileobj.write(member("_news/b.md", size=8 << 30).tobuf(tarfile.GNU_FORMAT))
        archive.offset += 512
        add(archive, "_news/z.md", numbered("z"))
    report = bring_in(path)
    assert report.broken == 1
    assert report.counts["new"] == 1
    assert "damaged or cut short" in errors(report)["b.tar"]


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["w", "w:gz"])
@pytest.mark.parametrize("keep", [0.3, 0.5, 0.77])
def test_what_comes_before_the_cut_is_imported(tmp_path, mode, keep):
    files = {f"_news/{n:03}.md": numbered(n) for n in range(300)}
    path = tarred(tmp_path / "b.tar", files, mode)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    report = bring_in(path)
    assert report.broken == 1
    assert 300 * keep * 0.5 < report.counts["new"] < 300
    assert "damaged or cut short" in errors(report)["b.tar"]


@pytest.mark.django_db
def test_a_cut_between_two_files_is_noticed(tmp_path):
    path = tarred(tmp_path / "b.tar", {"_news/a.md": numbered(1), "_news/b.md": numbered(2)}, "w")
    size = 512 + -(-len(numbered(1)) // 512) * 512
    path.write_bytes(path.read_bytes()[:size])
    report = bring_in(path)
    assert (report.broken, report.counts["new"]) == (1, 1)


@pytest.mark.django_db
def test_a_damaged_header_in_the_middle(tmp_path):
    path = tarred(tmp_path / "b.tar", {"_news/a.md": numbered(1), "_news/b.md": numbered(2)}, "w")
    path.write_bytes(path.read_bytes().replace(b"_news/b.md", b"_news/\xff.md"))
    report = bring_in(path)
    assert (report.broken, report.counts["new"]) == (1, 1)


@pytest.mark.django_db
def test_a_checksum_that_is_wrong(tmp_path):
    path = tarred(tmp_path / "b.tar.gz", GOOD)
    data = bytearray(path.read_bytes())
    data[-6] ^= 0xFF
    path.write_bytes(data)
    report = bring_in(path)
    assert (report.broken, report.counts["new"]) == (1, 1)
    assert "CRC check failed" in errors(report)["b.tar.gz"]


@pytest.mark.django_db
def test_something_else_that_is_packed(tmp_path):
    write(tmp_path, {"b.tar.gz": gzip.compress(b"no tar at all" * 100)})
    report = bring_in(tmp_path / "b.tar.gz")
    assert (report.broken, counted(report)) == (1, {"error": 1})


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bomb.bin", "_news/bomb.md"])
def test_a_bomb_is_stopped_while_listing_it(tmp_path, name):
    path = tmp_path / "b.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        add(archive, PATH, seed())
        add(archive, name, bytes(120_000_000))
    report = bring_in(path)
    assert (report.broken, counted(report)) == (1, {"error": 1})
    message = f"{name}: the archive unpacks to more than 200 times its size"
    assert message in errors(report)["b.tar.gz"]


def test_memory_stays_flat(tmp_path):
    path = tarred(tmp_path / "b.tar", {f"{n}.png": bytes(2_000_000) for n in range(20)}, "w")
    tracemalloc.start()
    try:
        for entry in open_source(path).entries():
            entry.read()
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.django_db
def test_too_many_entries(tmp_path):
    path = tarred(tmp_path / "b.tar", {f"_news/{n}.md": numbered(n) for n in range(12)})
    report = bring_in(path, limits=Limits(entries=10))
    assert (report.broken, counted(report)) == (1, {"error": 1})
    assert "more than 10 entries" in errors(report)["b.tar"]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_archives_raise_nothing_else(tmp_path, data):
    """Any byte of the headers may be anything."""
    path = tarred(tmp_path / "b.tar", {f"_news/{'n' * 120}.md": b"one", "_news/b.md": b"two"}, "w")
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, 3_000))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with suppress(SourceError):
        for entry in open_source(path).entries():
            with suppress(SeedError):
                entry.read()


@pytest.mark.django_db
def test_folders_and_what_follows_the_last_entry_are_passed_over(tmp_path):
    path = tarred(tmp_path / "b.tar", {"_news/a.md": numbered("a")}, "w")
    with tarfile.open(path, "a") as archive:
        archive.addfile(member("_news/more", tarfile.DIRTYPE))
    path.write_bytes(path.read_bytes() + bytes(200_000))
    assert counted(bring_in(path)) == {"new": 1}
