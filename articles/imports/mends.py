"""Mends that need no person to think, only one to agree: tried on text, never on a file by itself.

A mend counts only if it makes the whole file readable. What it changes is shown before it is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User

from articles.imports.actions import mend as mend_item
from articles.ingest.sources.limits import MEGABYTE
from articles.models import ImportBatch, ImportItem
from articles.seeds.errors import SeedError
from articles.seeds.kinds import FileKind, FileResult
from articles.seeds.parse import parse_article, parse_provider, parse_topic
from articles.seeds.yaml_reader import QUOTE

MOST = 200  # files that are looked at and mended at once
MOST_BYTES = MEGABYTE // 10  # of a file
STEPS = 20  # errors of a file that are mended one after the other
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
class Mended:
    """A file as it would be: its text, and the lines that change, as they are and as they would
    be."""

    item: ImportItem
    text: str
    lines: list[tuple[int, str, str]]


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


def alike(batch: ImportBatch, mend: Mend) -> Iterator[Mended]:
    """Yield the broken files of the batch that this mend makes readable, some of very many."""
    items = batch.items.filter(result=FileResult.ERROR, kind__in=PARSERS)
    for item in items.filter(message__contains=mend.remedy).order_by("pk")[:MOST]:
        if fitting(item.message) == mend and 0 < len(item.data) <= MOST_BYTES:
            before = bytes(item.data).decode("utf-8-sig", "replace")
            if text := mended(before, item.kind, mend):
                yield Mended(item, text, _changes(before, text))


def mended(text: str, kind: str, mend: Mend) -> str:
    """Return the text without errors; "" where this mend does not make it readable."""
    lines = text.split("\n")
    for _ in range(STEPS):
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


def mend_alike(batch: ImportBatch, mend: Mend, by: User) -> int:
    """Mend all of these files; return how many. Raises Refused."""
    found = list(alike(batch, mend))
    for one in found:
        mend_item(item=one.item, by=by, text=one.text)
    return len(found)


def _changes(before: str, after: str) -> list[tuple[int, str, str]]:
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(n, one.strip(), two.strip()) for n, (one, two) in enumerate(pairs, 1) if one != two]
