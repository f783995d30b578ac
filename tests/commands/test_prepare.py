import pytest
from django.core.management import call_command
from django.db import connection

from articles.management.commands import prepare


@pytest.fixture
def collected(monkeypatch, settings, tmp_path):
    """The folders that were collected into; collecting itself is slow."""
    folders = []
    settings.STATIC_CURRENT = tmp_path / "static" / "current"

    def collect(folder):
        folders.append(folder)
        (folder / "css").mkdir(parents=True)

    monkeypatch.setattr(prepare, "collect", collect)
    return folders


def versions(folder):
    return {path.name for path in folder.iterdir() if not path.is_symlink()}


def test_static_files_are_collected_once(collected):
    assert prepare.collect_static()
    assert not prepare.collect_static()
    assert len(collected) == 1


def test_a_version_of_static_files_stays_until_the_next_but_one(collected, monkeypatch, settings):
    """Processes that began with it still serve it."""
    folder = settings.STATIC_CURRENT.parent
    (folder / "css").mkdir(parents=True)  # as an older Newsdesk left it
    (folder / "manifest.json").touch()
    for name in ("first", "second", "third"):
        monkeypatch.setattr(prepare, "fingerprint", lambda name=name: name)
        assert prepare.collect_static()
        assert settings.STATIC_CURRENT.resolve() == folder / name
    assert versions(folder) == {"second", "third"}


def test_going_back_to_a_version_collects_nothing(collected, monkeypatch, settings):
    for name in ("first", "second", "first"):
        monkeypatch.setattr(prepare, "fingerprint", lambda name=name: name)
        prepare.collect_static()
    assert len(collected) == 2
    assert settings.STATIC_CURRENT.resolve().name == "first"


def test_nobody_else_may_read_what_is_in_the_data_folder(tmp_path):
    for name in ("media", "media/ab", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o755)
    databases = ("newsdesk.sqlite3", "newsdesk.sqlite3-wal")
    for name in ("media/ab/picture", *databases, "site.json", "setup-token", "other/file"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    (tmp_path / "static").symlink_to("other")
    tmp_path.chmod(0o775)
    prepare.tighten(tmp_path)
    assert {str(path.relative_to(tmp_path)): mode(path) for path in tmp_path.rglob("*")} == {
        "media": 0o700,
        "media/ab": 0o700,
        "media/ab/picture": 0o600,
        "newsdesk.sqlite3": 0o600,
        "newsdesk.sqlite3-wal": 0o600,
        "other": 0o755,  # not of ours, and a link to it does not change that
        "other/file": 0o644,
        "setup-token": 0o600,
        "site.json": 0o600,
        "static": 0o755,
    }
    assert mode(tmp_path) == 0o700


def test_a_place_for_all_stays_one(tmp_path):
    tmp_path.chmod(0o1777)
    prepare.tighten(tmp_path)
    assert mode(tmp_path) == 0o777


def mode(path):
    return path.stat().st_mode & 0o777


def test_a_changed_file_changes_the_fingerprint(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "a.css").write_text("a {}")
    before = prepare.fingerprint()
    (tmp_path / "a.css").write_text("a { color: red }")
    assert prepare.fingerprint() != before


def test_prepare_may_run_any_number_of_times(db, settings, tmp_path):
    settings.STATIC_CURRENT = tmp_path / "static" / "current"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    }
    call_command("prepare")
    call_command("prepare")
    assert "cache" in connection.introspection.table_names()
    assert (tmp_path / "static" / "current" / "css" / "account.css").exists()
