"""Settings from the environment, else from the file that NEWSDESK_SETTINGS names; an error says
which is wrong and what it may be."""

import os
import re
import secrets
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, quote, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

Default = TypeVar("Default", int, None)

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DATABASES = ("sqlite", "postgres", "postgresql")
CACHES = ("redis", "rediss", "unix")
MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
LOCAL = ("localhost", "127.0.0.1", "::1")


def _unusable(name: str, path: Path, error: OSError | UnicodeDecodeError) -> ImproperlyConfigured:
    why = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
    if isinstance(error, FileExistsError):
        why = "it is no folder"
    return ImproperlyConfigured(
        f"{path} cannot be used ({why}). Let whoever runs this read and write there, make room, or "
        f"name another place: {name}."
    )


def read_file(path: str) -> dict[str, str]:
    """Return the settings in a file of lines NAME=value; blank lines and comments are passed over.

    Each process reads it when it starts, so that a reload finds what was changed in it; the
    environment of a process that runs cannot be changed.
    """
    if not path:
        return {}
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable("NEWSDESK_SETTINGS", Path(path), error) from None
    found = {}
    for number, line in enumerate(lines, 1):
        name, equals, value = line.partition("=")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not equals or not name.strip().isidentifier():
            raise ImproperlyConfigured(f"{path}:{number}: {line!r} is not of the form NAME=value.")
        found[name.strip()] = value.strip()
    return found


FILE = read_file(os.environ.get("NEWSDESK_SETTINGS", "").strip())


def text(name: str, default: str = "") -> str:
    value = os.environ.get(name, "").strip() or FILE.get(name, "") or default
    if not value.isprintable() and any("\udc80" <= letter <= "\udcff" for letter in value):
        raise ImproperlyConfigured(f"{name}={value!a} is not in UTF-8.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name}={value!r} is neither on nor off: write 1 or 0.")


def number(name: str, default: Default, least: int = 0, most: int = 1_000_000) -> int | Default:
    value = text(name)
    if not value:
        return default
    if not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.")
    if not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name}={value}: write a number from {least:,} to {most:,}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    value = text(name, default)
    found = [word.strip() for word in value.split(",") if word.strip()]
    if value and not found:
        raise ImproperlyConfigured(f"{name}={value!r} names nothing: fill it in, or leave it out.")
    return found


def host(name: str, default: str) -> str:
    value = text(name, default)
    if re.search(r"[\s/]", value):
        raise ImproperlyConfigured(f"{name}={value!r} is no address to listen at: write 0.0.0.0.")
    return value


def hosts(name: str, default: str) -> list[str]:
    found = words(name, default)
    for host in found:
        if re.search(r"[\s/]", host):
            raise ImproperlyConfigured(f"{name}: {host!r} is no host name: write news.example.")
    return found


def origins(name: str) -> list[str]:
    found = words(name)
    for origin in found:
        if not re.fullmatch(r"https?://[^/\s]+", origin):
            raise ImproperlyConfigured(
                f"{name}: {origin!r} is no origin: write https://news.example."
            )
    return found


def level(name: str, default: str) -> str:
    value = text(name, default).upper()
    if value not in LEVELS:
        raise ImproperlyConfigured(f"{name}={value!r} is none of {', '.join(LEVELS)}.")
    return value


def database(name: str, file: Path) -> dict[str, object]:
    """Return what Django is to know of the database: the one that is named, else SQLite's file. The
    address is not repeated in an error, since there is a password in it."""
    url = text(name, f"sqlite:///{quote(str(file))}")
    _refuse_unless_one_of(DATABASES, name, url)
    try:
        if "#" in url:
            raise ValueError  # what follows it would be passed over
        return {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} cannot be read: write postgres://NAME:PASSWORD@HOST:PORT/DATABASE, and in a "
            "name or password %40 for @, %2F for /, %3A for :, %23 for #, %25 for %."
        ) from None


def cache(name: str) -> str:
    url = text(name)
    if url:
        _refuse_unless_one_of(CACHES, name, url)
    return url


def mail(name: str) -> dict[str, object]:
    """Return what Django is to know of the mail server, nothing where none is named. The address is
    not repeated in an error, since there is a password in it."""
    url = text(name)
    if not url:
        return {}
    _refuse_unless_one_of(tuple(MAIL_PORTS), name, url)
    try:
        parts = urlsplit(url)
        port = parts.port or MAIL_PORTS[parts.scheme]
        if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} cannot be read: write smtps://NAME:PASSWORD@HOST:PORT, and in a name or "
            "password %40 for @, %2F for /, %3A for :, %23 for #, %25 for %."
        ) from None
    _refuse_clear_password(name, parts)
    return {
        "HOST": parts.hostname,
        "PORT": port,
        "HOST_USER": unquote(parts.username or ""),
        "HOST_PASSWORD": unquote(parts.password or ""),
        "USE_SSL": parts.scheme == "smtps",
        "USE_TLS": parts.scheme == "smtp+starttls",
    }


def sender(name: str, needed_by: str) -> str:
    """Return the address that mail comes from, which whoever names a mail server has to name."""
    value = text(name)
    if not value and text(needed_by):
        raise ImproperlyConfigured(
            f"{needed_by} names a mail server, so name whom mail comes from: "
            f"{name}=newsdesk@news.example."
        )
    if value and not re.fullmatch(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]{1,189}", value):
        raise ImproperlyConfigured(f"{name}={value!r} is no address: write newsdesk@news.example.")
    return value


def paths(name: str) -> list[Path]:
    """Return absolute folders, separated as in PATH."""
    return [_resolved(name, part) for part in text(name).split(os.pathsep) if part.strip()]


def data_folder(name: str, default: Path) -> Path:
    """Return the folder, which is made for its owner alone where it is not there."""
    path = _resolved(name, text(name, str(default)))
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(name, path, error) from None
    return path


def secret_key(data_dir: Path) -> str:
    """Return `SECRET_KEY`, else a key made once and kept in the data folder for its owner alone."""
    if key := text("SECRET_KEY"):
        return key
    path = data_dir / "secret_key"
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(60))
        key = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable("NEWSDESK_DATA_DIR", path, error) from None
    if not key:
        raise ImproperlyConfigured(f"{path} is empty: delete it, and a new key is made.")
    return key


def _write_once(path: Path, value: str) -> None:
    # Several processes may start at once: the first one's key is everyone's.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(value)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def _resolved(name: str, value: str) -> Path:
    try:
        return Path(value).resolve()
    except (OSError, RuntimeError):  # what Python says of links that lead in a circle
        raise ImproperlyConfigured(f"{name}={value!r} leads nowhere: name a folder.") from None


def _refuse_clear_password(name: str, parts: SplitResult) -> None:
    if parts.scheme == "smtp" and parts.username and parts.hostname not in LOCAL:
        raise ImproperlyConfigured(
            f"{name} would send its password readable by all: begin it with smtps:// or "
            "smtp+starttls://."
        )


def _refuse_unless_one_of(schemes: tuple[str, ...], name: str, url: str) -> None:
    if url.partition("://")[0] not in schemes:
        known = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} begins with none of {known}.")
