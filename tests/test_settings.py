"""Settings come from the environment; each case starts anew, as an installation does."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsdesk import checks, env

ROOT = Path(__file__).resolve().parent.parent
OURS = re.compile(r"NEWSDESK_|DATABASE_URL|CACHE_URL|SECRET_KEY|ALLOWED_HOSTS|DEBUG|DJANGO_|PORT")


def manage(tmp_path, *command, **environment):
    clean = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**clean, "NEWSDESK_DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def setting(tmp_path, name, **environment):
    code = f"from django.conf import settings; print(repr(settings.{name}))"
    done = manage(tmp_path, "shell", "--no-imports", "-c", code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_deployment_passes_every_check(tmp_path):
    command = ["check", "--deploy", "--fail-level", "WARNING"]
    done = manage(tmp_path, *command, NEWSDESK_HTTPS="1")
    assert done.returncode == 0, done.stderr


def test_without_https_the_checks_say_so(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 1
    assert "security.W012" in done.stderr


@pytest.mark.parametrize("kind", ["SESSION", "CSRF", "LANGUAGE"])
def test_cookies_are_bound_to_the_host_where_there_is_https(tmp_path, kind):
    name = setting(tmp_path, f"{kind}_COOKIE_NAME", NEWSDESK_HTTPS="1")
    assert name.startswith("'__Host-")  # which takes all three, or no browser keeps it:
    assert setting(tmp_path, f"{kind}_COOKIE_SECURE", NEWSDESK_HTTPS="1") == "True"
    assert setting(tmp_path, f"{kind}_COOKIE_PATH", NEWSDESK_HTTPS="1") == "'/'"
    assert setting(tmp_path, f"{kind}_COOKIE_DOMAIN", NEWSDESK_HTTPS="1") == "None"
    assert not setting(tmp_path, f"{kind}_COOKIE_NAME").startswith("'__Host-")


def test_the_models_have_their_migrations(tmp_path):
    done = manage(tmp_path, "makemigrations", "--check", "--dry-run")
    assert done.returncode == 0, done.stdout


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path):
    first = setting(tmp_path, "SECRET_KEY")
    assert setting(tmp_path, "SECRET_KEY") == first
    assert len(first) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_given_secret_key_is_used_and_nothing_is_written(tmp_path):
    assert setting(tmp_path, "SECRET_KEY", SECRET_KEY="given") == "'given'"
    assert not (tmp_path / "secret_key").exists()


def test_debugging_is_off(tmp_path):
    assert setting(tmp_path, "DEBUG") == "False"


@pytest.mark.parametrize(("https", "secure"), [("1", "True"), ("", "False")])
def test_cookies_are_secure_with_https(tmp_path, https, secure):
    assert setting(tmp_path, "SESSION_COOKIE_SECURE", NEWSDESK_HTTPS=https) == secure


@pytest.mark.parametrize(
    ("proxy", "header"), [("1", "('HTTP_X_FORWARDED_PROTO', 'https')"), ("", "None")]
)
def test_a_proxy_is_believed_only_when_there_is_one(tmp_path, proxy, header):
    assert setting(tmp_path, "SECURE_PROXY_SSL_HEADER", NEWSDESK_BEHIND_PROXY=proxy) == header


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DEBUG", "maybe", "DEBUG='maybe' is neither on nor off"),
        ("PORT", "http", "PORT='http' is not a whole number"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path, name, value, reason):
    done = manage(tmp_path, "check", **{name: value})
    assert done.returncode != 0
    assert reason in done.stderr


def test_a_file_of_settings_stands_behind_the_environment(tmp_path):
    file = tmp_path / "settings"
    file.write_text("# ours\n\nNEWSDESK_SITE_NAME = The = Herald\nPORT=81\n")
    given = {"NEWSDESK_SETTINGS": str(file)}
    assert setting(tmp_path, "SITE_NAME", **given) == "'The = Herald'"
    assert setting(tmp_path, "PORT", **given) == "81"
    assert setting(tmp_path, "PORT", PORT="82", **given) == "82"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PORT 81", "settings:1: 'PORT 81' is not of the form NAME=value"),
        (b"\nA B=1", "settings:2: 'A B=1' is not of the form NAME=value"),
        (b"PORT=http", "PORT='http' is not a whole number"),
        (b"\xff", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_file_of_settings_is_named(tmp_path, content, reason):
    file = tmp_path / "settings"
    if content is not None:
        file.write_bytes(content)
    done = manage(tmp_path, "check", NEWSDESK_SETTINGS=str(file))
    assert done.returncode != 0
    assert reason in done.stderr


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("On", True), ("0", False), ("no", False), (" ", False)]
)
def test_flags(monkeypatch, text, value):
    monkeypatch.setenv("FLAG", text)
    assert env.flag("FLAG") is value


def test_words(monkeypatch):
    monkeypatch.setenv("WORDS", " a, ,b ")
    assert env.words("WORDS") == ["a", "b"]
    assert env.words("NO_WORDS", "x,y") == ["x", "y"]


def test_numbers(monkeypatch):
    monkeypatch.setenv("NUMBER", "12")
    assert env.number("NUMBER", 7) == 12
    assert env.number("NO_NUMBER", 7) == 7
    monkeypatch.setenv("NUMBER", "1e3")
    with pytest.raises(ImproperlyConfigured, match="not a whole number"):
        env.number("NUMBER", 7)


@pytest.mark.parametrize(("version", "told"), [((3, 51, 2), 1), ((3, 51, 3), 0), ((4, 0, 0), 0)])
def test_an_old_sqlite_is_told_of(monkeypatch, version, told):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(checks.connection, "vendor", "sqlite")
    assert len(checks.sqlite_is_safe()) == told


def test_postgresql_is_not_told_of_it(monkeypatch):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 0))
    monkeypatch.setattr(checks.connection, "vendor", "postgresql")
    assert checks.sqlite_is_safe() == []


def test_every_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *sum(project["optional-dependencies"].values(), [])]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    lines = [line for line in lines if line[:1] not in ("#", " ")]  # hashes stand below a pin
    pins = {canonical(line.split("==")[0]) for line in lines}
    assert {canonical(re.split(r"[\[><=~!]", name)[0]) for name in wanted} <= pins
    assert [line for line in lines if "==" not in line] == []


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()
