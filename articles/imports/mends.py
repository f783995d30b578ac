"""Mends that need no person to think, only one to agree: pure, of texts.

A mend counts only if it makes the whole file readable. What it changes is shown before it is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from articles.seeds.errors import QUOTE, SeedError
from articles.seeds.kinds import FileKind
from articles.seeds.parse import parse_article, parse_provider, parse_topic

STEPS = 20  # errors of a file that are mended one after the other
MOST_READ = 400_000  # characters that are read for that, again and again
PARSERS: dict[str, Callable[[bytes], object]] = {
    FileKind.ARTICLE: parse_article,
    FileKind.TOPIC: parse_topic,
    FileKind.PROVIDER: parse_provider,
}
KEY = r"[A-Za-z_]\w*:"
# A value behind a key, or one of a list.
VALUE = re.compile(
    rf"(\s*(?:(?:- +)*{KEY}[ \t]+|(?:- +)+(?!{KEY}(?:\s|$))))([^\s\"'|>#].*?)([ \t]*\r?)"
)
INDENT = re.compile(r" *\t[ \t]*")


@dataclass(frozen=True)
class Mend:
    """`remedy` is what the message of an error advises, `line` what becomes of a line, "" where it
    cannot be told."""

    name: str
    label: str
    remedy: str
    line: Callable[[str], str]


def _quoted(line: str) -> str:
    found = VALUE.fullmatch(line)
    if not found:
        return ""
    before, value, after = found.groups()
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{before}"{escaped}"{after}'


def _with_blanks(line: str) -> str:
    indent = INDENT.match(line)
    return indent[0].replace("\t", "  ") + line[indent.end() :] if indent else ""


MENDS = {
    mend.name: mend
    for mend in (
        Mend("tabs", "Put blanks for tabs", "a tab cannot indent", _with_blanks),
        Mend("quotes", "Put quotes", QUOTE, _quoted),
    )
}


def fitting(message: str) -> Mend | None:
    """Return the mend for what this message says."""
    return next((mend for mend in MENDS.values() if mend.remedy in message), None)


def name_for(data: bytes, kind: str, message: str) -> str:
    """Return the name of the mend that makes this broken file readable, "" if none does."""
    mend = fitting(message) if kind in PARSERS else None
    text = data.decode("utf-8-sig", "replace")
    return mend.name if mend and mended(text, kind, mend) else ""


def mended(text: str, kind: str, mend: Mend) -> str:
    """Return the text without errors; "" where this mend does not make it readable."""
    lines = text.split("\n")
    for _ in range(min(STEPS, MOST_READ // max(len(text), 1))):
        try:
            PARSERS[kind]("\n".join(lines).encode())
        except SeedError as error:
            at, fit = (error.line or 0) - 1, fitting(error.message) == mend
            better = mend.line(lines[at]) if 0 <= at < len(lines) and fit else ""
            if better in ("", lines[at]):
                return ""
            lines[at] = better
        else:
            return "\n".join(lines)
    return ""


def changes(before: str, after: str) -> list[tuple[int, str, str]]:
    """Return the lines that a mend changes: numbers, what is there, what would be."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(n, _shown(one), _shown(two)) for n, (one, two) in enumerate(pairs, 1) if one != two]


def _shown(line: str) -> str:
    return line.rstrip().replace("\t", "⇥ ")
