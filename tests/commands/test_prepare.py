import pytest
from django.core.management import call_command
from django.db import connection

from articles.management.commands import prepare


@pytest.fixture
def collected(monkeypatch, settings, tmp_path):
    """Counts the calls of collectstatic, which is slow, and makes its folder."""
    calls = []
    settings.STATIC_ROOT = tmp_path / "static"

    def call(name, **options):
        calls.append(name)
        settings.STATIC_ROOT.mkdir(exist_ok=True)

    monkeypatch.setattr(prepare, "call_command", call)
    return calls


def test_static_files_are_collected_once(collected):
    assert prepare.collect_static()
    assert not prepare.collect_static()
    assert collected == ["collectstatic"]


def test_static_files_are_collected_again_when_one_changes(collected, monkeypatch):
    prepare.collect_static()
    monkeypatch.setattr(prepare, "fingerprint", lambda: "another")
    assert prepare.collect_static()


def test_a_changed_file_changes_the_fingerprint(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "a.css").write_text("a {}")
    before = prepare.fingerprint()
    (tmp_path / "a.css").write_text("a { color: red }")
    assert prepare.fingerprint() != before


def test_prepare_may_run_any_number_of_times(db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    }
    call_command("prepare")
    call_command("prepare")
    assert "cache" in connection.introspection.table_names()
    assert (tmp_path / "static" / "css" / "account.css").exists()
