"""Settings from the environment, else from the file that NEWSDESK_SETTINGS names; an error says
which is wrong and what it may be."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


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
        raise ImproperlyConfigured(f"NEWSDESK_SETTINGS={path!r} cannot be read: {error}") from None
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
    return os.environ.get(name, "").strip() or FILE.get(name, "") or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name}={value!r} is neither on nor off: write 1 or 0.")


def number(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def paths(name: str) -> list[Path]:
    """Return absolute folders, separated as in PATH."""
    return [Path(part).resolve() for part in text(name).split(os.pathsep) if part.strip()]


def secret_key(data_dir: Path) -> str:
    """Return `SECRET_KEY`, else a key made once and kept in the data folder for its owner alone."""
    if key := text("SECRET_KEY"):
        return key
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(60))
    return path.read_text().strip()


def _write_once(path: Path, value: str) -> None:
    # Several processes may start at once: the first one's key is everyone's.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(value)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
