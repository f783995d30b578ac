"""The file of a backup: what is in it is compared, and what does not fit is refused in words."""

import json
import sqlite3
import zipfile
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from articles.backup import archive, databases, restore
from articles.backup.archive import DATABASE, Manifest
from articles.backup.errors import BackupError
from tests.factories import make_group

ABOUT = {
    "made": "2026-11-20T08:00:00+00:00",
    "vendor": databases.connection.vendor,
    "migrations": [("articles", "0001_initial")],
    "rows": {"articles_article": (3, 7), "django_session": (1, None)},
}
PICTURE = "media/originals/ab/abcd"


@pytest.fixture
def packed(tmp_path):
    """A backup with two files, and how it is said to be."""
    for name, data in (("rows", b"rows" * 1000), ("picture", b"picture")):
        (tmp_path / name).write_bytes(data)
    path = tmp_path / "backup.zip"
    files = [(DATABASE, tmp_path / "rows"), (PICTURE, tmp_path / "picture")]
    return path, archive.write(path, files, ABOUT)


def rewritten(path, change=None, **files):
    """The same backup with another manifest or other files; None leaves a file out."""
    with zipfile.ZipFile(path) as source:
        data = {name: source.read(name) for name in source.namelist()}
    fields = json.loads(data["backup.json"]) | (change or {})
    data |= {"backup.json": json.dumps(fields).encode()} | files
    with zipfile.ZipFile(path, "w") as target:
        for name, content in data.items():
            if content is not None:
                target.writestr(name, content)
    return path


def read(path, folder):
    with archive.opened(path) as (source, manifest):
        archive.verify(source, manifest)
        archive.extract(source, manifest, folder / "out")
        return manifest


def test_what_was_written_comes_back(packed, tmp_path):
    path, manifest = packed
    assert read(path, tmp_path) == manifest
    assert manifest.pictures == [file for file in manifest.files if file.path == PICTURE]
    assert (tmp_path / "out" / DATABASE).read_bytes() == b"rows" * 1000
    assert (tmp_path / "out" / PICTURE).read_bytes() == b"picture"
    assert manifest.rows == ABOUT["rows"]


def test_files_that_vanish_meanwhile_are_left_out(tmp_path):
    path = tmp_path / "backup.zip"
    manifest = archive.write(path, [(PICTURE, tmp_path / "gone")], ABOUT)
    assert manifest.files == []
    assert read(path, tmp_path) == manifest


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({DATABASE: b"else" * 1000}, "database in the backup is not as it was"),
        ({DATABASE: b""}, "database in the backup is not as it was"),
        ({PICTURE: None}, f"{PICTURE} is missing in the backup"),
        ({"backup.json": None}, "is no backup: there is no backup.json in it"),
        ({"backup.json": b"[]"}, "cannot be read"),
        ({"backup.json": b"{}"}, "cannot be read"),
        ({"backup.json": b"\xff"}, "cannot be read"),
        ({"backup.json": b"[" * 100_000}, "cannot be read"),
    ],
)
def test_what_is_not_as_it_was_is_refused(packed, tmp_path, files, reason):
    path = rewritten(packed[0], **files)
    with pytest.raises(BackupError, match=reason):
        read(path, tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "one"},
        {"format": None},
        {"format": float("inf")},
        {"format": -1},
        {"made": None},
        {"vendor": 1},
        {"rows": {"articles_article": ["three", 7]}},
        {"rows": {"articles_article": [3, 7, 9]}},
        {"rows": []},
        {"migrations": [[1, 2]]},
        {"migrations": ["articles"]},
        {"files": [{"path": 1, "size": 1, "digest": "00"}]},
        {"files": [{"path": "media/x", "size": "1", "digest": "00"}]},
        {"files": {"path": "media/x"}},
        {"more": 1},
    ],
)
def test_a_manifest_of_other_kinds_is_refused_in_our_words(packed, tmp_path, change):
    with pytest.raises(BackupError, match="it is damaged, or Newsdesk did not write it"):
        read(rewritten(packed[0], change), tmp_path)


@pytest.mark.parametrize("cut", [0, 10, 500, -1])
def test_a_file_that_was_cut_short_is_refused(packed, tmp_path, cut):
    path, _ = packed
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BackupError, match="is no backup, or damaged"):
        read(path, tmp_path)


def test_any_byte_that_changed_is_noticed(packed, tmp_path):
    path, manifest = packed
    whole = path.read_bytes()
    for place in range(0, len(whole), 40):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        path.write_bytes(damaged)
        try:
            assert read(path, tmp_path / str(place)) == manifest  # a zip has bytes that say nothing
            data = (tmp_path / str(place) / "out" / DATABASE).read_bytes()
            assert data == b"rows" * 1000
        except (BackupError, OSError):
            continue


@pytest.mark.parametrize("name", ["../x", "/etc/x", "media/../../x", "elsewhere/x", "."])
def test_names_that_lead_elsewhere_are_refused(packed, tmp_path, name):
    stored = {"path": name, "size": 1, "digest": "00"}
    path = rewritten(packed[0], {"files": [stored]}, **{name: b"x"})
    with archive.opened(path) as (source, manifest), pytest.raises(BackupError, match="elsewhere"):
        archive.extract(source, manifest, tmp_path / "out")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": 3}, r"made by a newer Newsdesk \(it has format 3"),
        (
            {"migrations": [["articles", "0999_later"]]},
            r"made by a newer Newsdesk \(its database knows articles.0999_later\)",
        ),
        ({"vendor": "oracle"}, "holds a oracle database, and DATABASE_URL names a"),
        ({}, "There are tables in the database"),
    ],
)
def test_what_does_not_fit_here_is_refused(packed, db, change, reason):
    with pytest.raises(BackupError, match=reason):
        restore.restore(rewritten(packed[0], change))


def test_pictures_that_are_there_already_are_not_replaced(packed, monkeypatch, settings):
    monkeypatch.setattr(databases, "is_empty", lambda: True)
    (settings.MEDIA_DIR / "originals").mkdir(parents=True)
    (settings.MEDIA_DIR / "originals" / "one").touch()
    with pytest.raises(BackupError, match="There are pictures in"):
        restore.restore(packed[0])


def test_rows_that_are_missing_are_noticed(db):
    make_group("editors")
    rows = databases.count(databases._ask)
    assert rows["auth_group"][0] > 0
    databases._compare(rows, databases._ask)
    number, key = rows["auth_group"]
    for wrong in ((number + 1, key), (number, (key or 0) + 1)):
        with pytest.raises(BackupError, match="auth_group has"):
            databases._compare(rows | {"auth_group": wrong}, databases._ask)


@pytest.mark.parametrize("program", ["pg_dump", "pg_restore"])
def test_a_program_that_is_not_installed_is_named(monkeypatch, program):
    monkeypatch.setattr(databases.shutil, "which", lambda name: None)
    with pytest.raises(BackupError, match=f"{program} is needed and not installed: it comes with"):
        databases._run(program)


def test_a_backup_replaces_nothing(packed, db):
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(packed[0]))


def test_what_is_no_backup_is_said(tmp_path):
    for path in (tmp_path, tmp_path / "nothing.zip"):
        with pytest.raises(CommandError, match="is not there, or no file"):
            call_command("restore", str(path))


def test_a_manifest_knows_its_pictures():
    manifest = Manifest(format=1, files=[archive.Stored(DATABASE, 1, "0")], **ABOUT)
    assert manifest.pictures == []
    assert replace(manifest, files=[archive.Stored(PICTURE, 1, "0")]).pictures != []


@pytest.mark.skipif(databases.is_postgresql(), reason="pg_dump writes the copy")
@pytest.mark.django_db(transaction=True)
def test_a_disk_that_is_full_is_said(tmp_path, monkeypatch):
    """As SQLite says it, which has no number for it."""

    def full(*args):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(databases, "_check", full)
    with pytest.raises(BackupError, match=r"disk is full.*make room there"):
        databases.snapshot(tmp_path / "copy")


@pytest.mark.skipif(databases.is_postgresql(), reason="pg_restore reads the copy")
def test_a_copy_that_is_no_database_is_said(db, tmp_path):
    (tmp_path / "copy").write_bytes(b"no database at all" * 1000)
    with pytest.raises(BackupError, match=r"cannot be used \(file is not a database\)"):
        databases.load(tmp_path / "copy", {})
