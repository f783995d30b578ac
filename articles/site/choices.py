"""What is chosen once for the whole site: its name, and the score from which the rule publishes.

Settings have the first word. What the setup chose stands in a file of the data folder that every
process reads anew when it has changed: none has to start again, and machines that share the folder
share it. Nothing starts on a file that somebody's hand has broken; what runs goes on with what it
said before.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from articles.site import files

logger = logging.getLogger(__name__)
FILE = "site.json"
_sound: dict[Path, Choices] = {}  # what each file said when it could last be read


@dataclass(frozen=True, slots=True)
class Choices:
    name: str = "Newsdesk"
    threshold: int = 70
    shows_scores: bool = False  # those that are suggested: until then they are only logged


def site_name() -> str:
    return str(settings.SITE_NAME or standing().name)


def threshold(own: int | None = None) -> int:
    """Return from which score the rule publishes: an article's `own`, which its topics give it,
    else the site's. In SQL: `articles.query.conditions.threshold`."""
    if own is not None:
        return own
    given: int | None = settings.QUALITY_THRESHOLD
    return standing().threshold if given is None else given


def standing() -> Choices:
    """Return what `read` does; while the file cannot be read, what it said before."""
    file = path()
    try:
        _sound[file] = read()
    except ImproperlyConfigured as error:
        if file not in _sound:
            raise
        _complain(str(error))
    return _sound[file]


def read() -> Choices:
    """Return what was chosen, whether or not settings say otherwise; what ships where nothing
    was. Raises ImproperlyConfigured for a file that is not as `write` leaves it."""
    file = path()
    try:
        facts = file.stat()
    except FileNotFoundError:
        return Choices()
    return _read(file, facts.st_ino, facts.st_mtime_ns)


def change(*, by: str, chosen: Choices) -> bool:
    """Choose anew; return False where that is so already. No article moves by that. No history has
    a site in it: the log says who, as they sign in, changed what."""
    before, after = asdict(standing()), asdict(chosen)
    changes = [f"{n} {before[n]!r} → {after[n]!r}" for n in after if before[n] != after[n]]
    if changes:
        write(chosen)
        logger.warning("%s changed the site: %s", by, ", ".join(changes))
    return bool(changes)


def write(chosen: Choices) -> None:
    files.write(path(), json.dumps(asdict(chosen), ensure_ascii=False, indent=1).encode())


def path() -> Path:
    return _in_folder(settings.DATA_DIR)


@lru_cache(maxsize=1)
def _in_folder(folder: str | Path) -> Path:
    return Path(folder) / FILE


@lru_cache(maxsize=1)
def _read(file: Path, *state: int) -> Choices:
    try:
        chosen = Choices(**json.loads(file.read_bytes()))
    except (ValueError, TypeError) as error:
        raise _unfit(file, str(error)) from None
    wanted = {"name": str, "threshold": int, "shows_scores": bool}
    if any(type(getattr(chosen, name)) is not kind for name, kind in wanted.items()):
        raise _unfit(
            file, "a name is a text, a threshold a whole number, shows_scores true or false"
        )
    return chosen


@lru_cache(maxsize=1)
def _complain(words: str) -> None:
    """Log it once, and not with every page."""
    logger.error("%s Until then, what it said before holds.", words)


def _unfit(file: Path, reason: str) -> ImproperlyConfigured:
    example = json.dumps(asdict(Choices()))
    return ImproperlyConfigured(f"{file} cannot be read ({reason}). Write it like {example}.")
