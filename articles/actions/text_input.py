"""Text that a person typed, made fit to keep."""

from __future__ import annotations

from collections.abc import Callable

from articles import text
from articles.actions.errors import Refused


def clean_line(name: str, line: str, limit: int, *, needed: bool = False) -> str:
    """Return the line as it will be shown, without stray blanks; `name` is for error texts.

    Raises Refused where it is empty but `needed`, too long, or holds control characters.
    """
    control = text.find_control(line)
    if control:
        raise Refused(f"The {name} holds a character that cannot be shown ({control}): delete it.")
    line = text.display_line(line)
    if needed and not line:
        raise Refused(f"The {name} is empty: write one.")
    return _within(name, line, limit)


def typed_over(
    old: str,
    name: str,
    line: str,
    limit: int,
    *,
    needed: bool = False,
    shown: Callable[[str], str] = text.display_text,
) -> str:
    """Return what to store for a line typed over the stored text `old`, as seeds spell it.

    A line that reads as before keeps the old spelling, entities and all; `shown` is how it is read.
    Raises as `clean_line`.
    """
    line = clean_line(name, line, limit, needed=needed)
    return old if line == shown(old) else _within(name, text.escape_text(line, shown), limit)


def clean_lines(lines: list[str]) -> list[str]:
    return list(dict.fromkeys(line for line in map(text.one_line, lines) if line))


def _within(name: str, line: str, limit: int) -> str:
    if len(line) > limit:
        raise Refused(f"The {name} has {len(line):,} characters: shorten it to {limit:,}.")
    return line
