"""Settings come from the environment; each case starts anew, as an installation does."""

import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsdesk import checks, env

ROOT = Path(__file__).resolve().parent.parent
OURS = re.compile(
    r"NEWSDESK_|DATABASE_URL|CACHE_URL|SECRET_KEY|EMAIL_|ALLOWED_HOSTS|DEBUG|DJANGO_|PORT"
)


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


def assert_one_sentence(done, *words):
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert [word for word in words if word not in line] == []


@pytest.mark.parametrize("command", ["check", "import_seeds", "run", "serve", "worker"])
def test_a_wrong_setting_ends_every_command_in_a_sentence(tmp_path, command):
    done = manage(tmp_path, command, "0", PORT="http")
    assert_one_sentence(done, "PORT='http' is not a whole number")
    assert done.stdout == ""


@pytest.mark.parametrize(
    "folder", ["file", "file/data", "loop", "a" * 300, "/dev/null", "/proc/nothing"]
)
def test_what_cannot_be_the_data_folder_is_named(tmp_path, folder):
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    done = manage(tmp_path, "check", NEWSDESK_DATA_DIR=str(tmp_path / folder))
    assert_one_sentence(done, "NEWSDESK_DATA_DIR", folder)


@pytest.mark.parametrize("content", [None, b"", b"\xff"])
def test_a_secret_key_that_is_none_is_named(tmp_path, content):
    path = tmp_path / "secret_key"
    path.mkdir() if content is None else path.write_bytes(content)
    assert_one_sentence(manage(tmp_path, "check"), str(path))


@pytest.mark.parametrize("command", ["check", "prepare", "import_seeds", "run", "serve", "worker"])
def test_a_choice_that_was_broken_by_hand_ends_every_command(tmp_path, command):
    (tmp_path / "site.json").write_text('{"threshold": "many"}')
    (tmp_path / "static" / "current").mkdir(parents=True)  # else `serve` warns of that
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    arguments = ["0"] * (command in ("import_seeds", "serve"))
    done = manage(tmp_path, command, *arguments, PORT=str(port))
    assert_one_sentence(done, f"{tmp_path}/site.json cannot be read", 'Write it like {"name"')


def test_the_data_folder_may_have_any_name(tmp_path):
    folder = tmp_path / "100% news? #1"
    assert setting(folder, "DATABASES['default']['NAME']") == repr(str(folder / "newsdesk.sqlite3"))


@pytest.mark.parametrize(
    "url",
    [
        "junk",
        "mysql://a@b/c",
        "postgres://[::1",
        "postgres://a:p@ss@b:c/d",
        "postgres://a:p#ss@b/d",
    ],
)
def test_a_database_that_cannot_be_is_told_without_its_password(monkeypatch, url):
    monkeypatch.setenv("URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"^URL .* postgres://") as error:
        env.database("URL", Path("x"))
    assert url not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://name:pass@mail.example",
        "smtps://:p@:1",
        "smtps://name:p#ss@mail.example",
        "smtps://name:p/ss@mail.example",
        "smtps://mail.example:x",
        "smtps://mail.example?tls=1",
    ],
)
def test_a_mail_server_that_cannot_be_is_told_without_its_password(monkeypatch, url):
    monkeypatch.setenv("URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"^URL .*smtps://") as error:
        env.mail("URL")
    assert url not in str(error.value)


def test_a_mail_server(tmp_path):
    given = {"EMAIL_URL": "smtps://d%40sk:p%23ss@mail.example", "EMAIL_FROM": "a@b.example"}
    names = ("BACKEND", "HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    values = ", ".join(f"settings.EMAIL_{name}" for name in names)
    code = f"from django.conf import settings; print([{values}])"
    done = manage(tmp_path, "shell", "--no-imports", "-c", code, **given)
    assert done.stdout.strip() == str(
        [
            *("django.core.mail.backends.smtp.EmailBackend", "mail.example", 465),
            *("d@sk", "p#ss", True, False),
        ]
    )


def test_a_mail_server_needs_a_sender(tmp_path):
    done = manage(tmp_path, "check", EMAIL_URL="smtp://localhost")
    assert_one_sentence(done, "EMAIL_URL names a mail server", "EMAIL_FROM=newsdesk@news.example")


def test_without_a_mail_server_nothing_is_sent(tmp_path):
    assert setting(tmp_path, "MAIL") == "{}"
    backend = "'django.core.mail.backends.dummy.EmailBackend'"
    assert setting(tmp_path, "EMAIL_BACKEND") == backend


@pytest.mark.parametrize(
    ("read", "value", "reason"),
    [
        (env.flag, "maybe", "neither on nor off"),
        (lambda name: env.number(name, 7), "1e3", "not a whole number"),
        (lambda name: env.number(name, 7), "9" * 5000, "not a whole number"),
        (lambda name: env.number(name, 7), "-1", "write a number from 0 to"),
        (lambda name: env.number(name, 7, most=10), "11", "write a number from 0 to 10"),
        (lambda name: env.level(name, "INFO"), "loud", "none of DEBUG, INFO"),
        (lambda name: env.hosts(name, ""), "https://a.example", "is no host name"),
        (lambda name: env.hosts(name, ""), "a.example b.example", "is no host name"),
        (lambda name: env.hosts(name, "localhost"), " , ", "names nothing"),
        (lambda name: env.host(name, "127.0.0.1"), "a b", "no address to listen at"),
        (env.origins, "news.example", "is no origin"),
        (env.cache, "junk", "none of redis://"),
        (env.mail, "mail.example", "none of smtp://"),
        (lambda name: env.sender(name, "NO"), "a@b>, <c@d", "is no address"),
        (lambda name: env.sender(name, "NO"), "Desk <a@b.example>", "is no address"),
        (env.text, "\udcff and \U0001f600", "not in UTF-8"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch, read, value, reason):
    monkeypatch.setenv("SOME", value)
    with pytest.raises(ImproperlyConfigured, match="^SOME") as error:
        read("SOME")
    assert reason in str(error.value)


def test_a_good_value_is_taken(monkeypatch):
    monkeypatch.setenv("SOME", "debug")
    assert env.level("SOME", "INFO") == "DEBUG"
    monkeypatch.setenv("SOME", "https://a.example, http://localhost:81")
    assert env.origins("SOME") == ["https://a.example", "http://localhost:81"]
    monkeypatch.setenv("SOME", "redis://a:1/0")
    assert env.cache("SOME") == "redis://a:1/0"


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
        (b"\xff", "settings cannot be used (it is no text in UTF-8)"),
        (None, "settings cannot be used (No such file"),
    ],
)
def test_a_wrong_file_of_settings_is_named(tmp_path, content, reason):
    file = tmp_path / "settings"
    if content is not None:
        file.write_bytes(content)
    assert_one_sentence(manage(tmp_path, "check", NEWSDESK_SETTINGS=str(file)), reason)


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


@pytest.mark.parametrize(("version", "told"), [((3, 51, 2), 1), ((3, 51, 3), 0), ((4, 0, 0), 0)])
def test_an_old_sqlite_is_told_of(monkeypatch, version, told):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(checks.connection, "vendor", "sqlite")
    assert len(checks.sqlite_is_safe()) == told


def test_postgresql_is_not_told_of_it(monkeypatch):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 0))
    monkeypatch.setattr(checks.connection, "vendor", "postgresql")
    assert checks.sqlite_is_safe() == []


def test_a_folder_to_import_from_that_is_not_there_is_warned_of(settings, tmp_path):
    settings.IMPORT_DIRS = [tmp_path, tmp_path / "gone"]
    (warning,) = checks.import_folders_are_there()
    assert f"{tmp_path / 'gone'}, which is no folder" in warning.msg


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
