"""Zip archives as sources, the hostile and the damaged ones too."""

import stat
import struct
import zipfile

import pytest

from articles.ingest.sources import zip_directory
from articles.ingest.sources.files import open_source
from articles.ingest.sources.limits import Limits, SourceError
from articles.models import Article
from tests.ingest.archives import encrypted, info, overlapping, renamed
from tests.ingest.batches import PATH, bring_in, counted, errors, numbered, seed, write, zipped

pytestmark = pytest.mark.django_db
SHARED = "shares its bytes with another entry (pack it again)"
GOOD = {"_news/good.md": numbered("good")}


def test_a_zip_is_read_like_a_folder(tmp_path):
    path = zipped(tmp_path / "site.zip", {f"site-main/{PATH}": seed(), "site-main/README.md": b""})
    assert counted(bring_in(path)) == {"new": 1, "ignored": 1}
    assert Article.objects.get().path == PATH


def test_a_zip_is_known_by_its_content(tmp_path):
    path = zipped(tmp_path / "site.download", GOOD)
    assert counted(bring_in(path)) == {"new": 1}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../x.md", "leads outside"),
        ("_news/../../x.md", "leads outside"),
        ("/etc/x.md", "not relative"),
        ("..\\x.md", "not relative"),
        ("_news\\x.md", "not relative"),
        ("C:x.md", "not relative"),
        ("C:\\x.md", "not relative"),
        ("_news/a\x07.md", "control characters"),
        ("_news/a\x00.md", "control characters"),
        ("../_news/x.md", "leads outside"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name, why):
    path = zipped(tmp_path / "b.zip", {**GOOD, info("placeholder.md"): seed()})
    path.write_bytes(renamed(path.read_bytes(), b"placeholder.md", name.encode()))
    report = bring_in(path)
    assert counted(report) == {"new": 1, "error": 1}
    assert why in "".join(errors(report).values())
    assert Article.objects.get().path == "_news/good.md"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_devices_and_pipes_are_refused(tmp_path, kind):
    link = info("_news/link.md", external_attr=(kind | 0o777) << 16, create_system=3)
    report = bring_in(zipped(tmp_path / "b.zip", {**GOOD, link: b"/etc/passwd"}))
    assert counted(report) == {"new": 1, "error": 1}
    assert "not a regular file" in errors(report)["_news/link.md"]


@pytest.mark.parametrize("twin", ["_news/GOOD.md", "_news/good.MD"])
def test_names_that_differ_in_case_only(tmp_path, twin):
    report = bring_in(zipped(tmp_path / "b.zip", {**GOOD, twin: numbered(2)}))
    assert counted(report) == {"new": 1, "error": 1}
    (message,) = errors(report).values()
    assert message.startswith("same name as _news/")


def test_names_that_differ_in_their_unicode_form_only(tmp_path):
    files = {"_news/caf\u00e9.md": numbered(1), "_news/cafe\u0301.md": numbered(2)}
    report = bring_in(zipped(tmp_path / "b.zip", files))
    assert counted(report) == {"new": 1, "error": 1}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice(tmp_path):
    files = {info("_news/a.md"): numbered(1), info("_news/a.md"): numbered(2)}
    assert counted(bring_in(zipped(tmp_path / "b.zip", files))) == {"new": 1, "error": 1}


def test_utf8_names_that_do_not_say_so(tmp_path):
    path = zipped(tmp_path / "b.zip", {info("_news/caf\u00e9.md"): seed()})
    path.write_bytes(path.read_bytes().replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00"))
    bring_in(path)
    assert Article.objects.get().path == "_news/caf\u00e9.md"


def test_names_in_another_code(tmp_path):
    path = zipped(tmp_path / "b.zip", {info("_news/caf\u00e9.md"): seed()})
    data = path.read_bytes().replace("caf\u00e9.md".encode(), b"caf\xe9\xe9.md")
    path.write_bytes(data.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00"))
    assert counted(bring_in(path)) == {"new": 1}
    assert Article.objects.get().path.isprintable()


def test_an_encrypted_entry(tmp_path):
    path = zipped(tmp_path / "b.zip", {**GOOD, "_news/secret.md": seed()})
    path.write_bytes(encrypted(path.read_bytes()))
    report = bring_in(path)
    assert counted(report) == {"new": 1, "error": 1}
    assert "encrypted" in errors(report)["_news/secret.md"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_than_deflate_are_refused(tmp_path, method):
    report = bring_in(zipped(tmp_path / "b.zip", {PATH: b"\0" * 1_000_000}, method))
    assert "use deflate" in errors(report)[PATH]


def test_a_damaged_entry_costs_no_other(tmp_path):
    path = zipped(tmp_path / "b.zip", {**GOOD, PATH: seed(title="Whole")}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"Whole", b"Damag"))
    report = bring_in(path)
    assert counted(report) == {"new": 1, "error": 1}
    assert "Bad CRC" in errors(report)[PATH]


def test_one_bad_of_many(tmp_path):
    files = {f"_news/{n}.md": numbered(n) for n in range(150)}
    files["_news/77.md"] = b"nothing"
    assert counted(bring_in(zipped(tmp_path / "b.zip", files))) == {"new": 149, "error": 1}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"<!doctype html><title>Sign in</title>", "is a web page, not an archive"),
        (b"\0" * 600, "is neither a zip or tar archive nor a seed"),
        (b"just text", "is neither a zip or tar archive nor a seed"),
    ],
)
def test_what_is_no_archive(tmp_path, data, why):
    write(tmp_path, {"b.zip": data})
    with pytest.raises(SourceError, match=why):
        open_source(tmp_path / "b.zip")


def test_a_zip_that_was_cut_short(tmp_path):
    path = zipped(tmp_path / "b.zip", GOOD)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError, match="cut short"):
        open_source(path)


def test_a_list_of_entries_that_is_damaged(tmp_path):
    path = zipped(tmp_path / "b.zip", GOOD)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"PK\1\2", b"PK\7\7"))
    report = bring_in(path)
    assert (report.broken, counted(report)) == (1, {"error": 1})
    assert "cannot be read as a zip" in errors(report)["b.zip"]


def test_a_bomb_in_one_entry(tmp_path):
    path = zipped(tmp_path / "b.zip", {**GOOD, "_news/bomb.md": b"\0" * 30_000_000})
    report = bring_in(path)
    assert counted(report) == {"new": 1, "error": 1}
    assert errors(report)["_news/bomb.md"] == "larger than 10 MB"


def test_a_bomb_in_many_entries(tmp_path):
    files = {f"_news/{n:02}.md": b"\0" * 4_000_000 for n in range(20)}
    report = bring_in(zipped(tmp_path / "b.zip", {"_news/!.md": seed(), **files}))
    assert report.broken == 1
    assert report.counts["new"] == 1
    assert "_news/12.md: the archive unpacks to more than 200 times" in errors(report)["b.zip"]


def test_a_bomb_of_entries_that_overlap(tmp_path):
    path = tmp_path / "b.zip"
    path.write_bytes(overlapping(1000, 9_000_000))
    report = bring_in(path)
    assert counted(report) == {"error": 1000}
    assert set(errors(report).values()) == {SHARED}


def test_an_entry_that_reaches_into_the_next(tmp_path):
    """It is refused alone: the next one is not to blame."""
    files = {"_news/a.md": seed(web_url="https://a.example/"), **GOOD}
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:  # as it is, not compressed
        for name, text in files.items():
            archive.writestr(name, text)
    data, size = path.read_bytes(), len(files["_news/a.md"])
    lie = struct.pack("<LL", size + 50, size + 50)
    path.write_bytes(data.replace(struct.pack("<LL", size, size), lie))
    report = bring_in(path)
    assert counted(report) == {"new": 1, "error": 1}
    assert errors(report) == {"_news/a.md": SHARED}


def test_an_entry_that_lies_about_its_size(tmp_path):
    path = zipped(tmp_path / "b.zip", {**GOOD, PATH: b"\0" * 20_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 20_000_000), struct.pack("<L", 100)))
    report = bring_in(path)
    assert counted(report) == {"new": 1, "error": 1}


def test_an_archive_in_an_archive_is_not_opened(tmp_path):
    inner = zipped(tmp_path / "inner.zip", GOOD).read_bytes()
    report = bring_in(zipped(tmp_path / "b.zip", {PATH: seed(), "_news/inner.zip": inner}))
    assert counted(report) == {"new": 1, "ignored": 1}


def test_too_many_entries(tmp_path):
    path = zipped(tmp_path / "b.zip", {f"_news/{n}.md": b"" for n in range(11)})
    report = bring_in(path, limits=Limits(entries=10))
    assert "more than 10 entries" in errors(report)["b.zip"]
    assert report.broken == 1


def test_three_hundred_thousand_entries_are_too_many_for_the_command_line(tmp_path):
    assert Limits().entries < 300_000


def test_too_much_to_unpack(tmp_path):
    files = {f"_news/{n}.md": numbered(n, extra={"x": "y" * 999_000}) for n in range(3)}
    report = bring_in(zipped(tmp_path / "b.zip", files), limits=Limits(unpacked=2_000_000))
    assert "unpacks to more than 2 MB" in errors(report)["b.zip"]


def test_the_same_batch_twice(tmp_path):
    path = zipped(tmp_path / "b.zip", GOOD)
    bring_in(path)
    assert counted(bring_in(path)) == {"unchanged": 1}


@pytest.mark.parametrize(("count", "record"), [(41, False), (70_000, False), (70_000, True)])
def test_a_directory_of_very_many_entries_is_not_read_to_its_end(
    tmp_path, monkeypatch, count, record
):
    """From 65,535 on it says its number elsewhere: newer Pythons give the place of that record."""
    path = write(tmp_path, {"b.zip": b""}) / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"_news/{number}/", b"")
    place_of_the_end(monkeypatch, record=record)
    monkeypatch.setattr(zipfile.ZipFile, "__init__", forbidden)
    report = bring_in(path, limits=Limits(entries=20))
    assert (report.broken, counted(report)) == (1, {"error": 1})
    assert "more than 20 entries" in errors(report)["b.zip"]


@pytest.mark.parametrize("record", [False, True])
@pytest.mark.parametrize("large", [False, True])
def test_what_stands_behind_the_end(tmp_path, monkeypatch, large, record):
    path = tmp_path / "b.zip"
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1 if large else 100)
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.md", b"")
    place_of_the_end(monkeypatch, record=record)
    with path.open("r+b") as file:
        assert zip_directory.behind(file, 5) == b""
        assert (zipfile._EndRecData(file)[zipfile._ECD_SIGNATURE] == zip_directory.LARGE) == large
        file.seek(-2, 2)
        file.write(b"\x05\x00after")
        assert zip_directory.behind(file, 4) == b""
    assert path.read_bytes().endswith(b"after")


def place_of_the_end(monkeypatch, *, record):
    """Let Python say where the end of a large zip is, or where the record before that is."""
    read = zipfile._EndRecData

    def placed(file):
        end = read(file)
        file.seek(end[zipfile._ECD_LOCATION])
        is_record = file.read(4) == zip_directory.LARGE
        if end[zipfile._ECD_SIGNATURE] == zip_directory.LARGE:
            end[zipfile._ECD_LOCATION] += zip_directory.LARGE_END * (is_record - record)
        return end

    monkeypatch.setattr(zipfile, "_EndRecData", placed)


def forbidden(*args, **options):
    raise AssertionError("its entries were all read")


def test_folders_are_not_counted_as_files(tmp_path):
    files = {f"_news/{n}.md": numbered(n) for n in range(5)}
    path = zipped(tmp_path / "b.zip", {**files, "_news/": b"", "_data/": b""})
    assert counted(bring_in(path, limits=Limits(entries=5))) == {"new": 5}


def test_a_zip_behind_something_else(tmp_path):
    path = zipped(tmp_path / "b.zip", GOOD)
    path.write_bytes(b"#!/bin/sh\n" * 100 + path.read_bytes())
    assert counted(bring_in(path)) == {"new": 1}
    report = bring_in(path, limits=Limits(entries=0))
    assert "more than 0 entries" in errors(report)["b.zip"]
