"""Lines of text that a person typed, made fit to keep."""

from __future__ import annotations

from articles import text
from articles.actions.errors import Refused


def plain(name: str, line: str, limit: int, *, needed: bool = False) -> str:
    """The line without stray blanks and invisible characters; `name` is what errors call it.

    Raises Refused where it is empty but `needed`, too long, or holds control characters.
    """
    control = text.find_control(line)
    if control:
        raise Refused(f"The {name} holds a character that cannot be shown ({control}): delete it.")
    line = text.one_line(line)
    if needed and not line:
        raise Refused(f"The {name} is empty: write one.")
    return _fitting(name, line, limit)


def over(old: str, name: str, line: str, limit: int, *, needed: bool = False) -> str:
    """The same for a text that seeds may spell with entities, typed over the stored text `old`.

    A line that reads as before keeps the old spelling.
    """
    line = plain(name, line, limit, needed=needed)
    return old if line == text.display_text(old) else _fitting(name, text.escape_text(line), limit)


def words(lines: list[str]) -> list[str]:
    """The lines without blank ones, each made clean and once."""
    return list(dict.fromkeys(line for line in map(text.one_line, lines) if line))


def _fitting(name: str, line: str, limit: int) -> str:
    if len(line) > limit:
        raise Refused(f"The {name} has {len(line):,} characters: shorten it to {limit:,}.")
    return line
