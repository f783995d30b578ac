"""Mends of texts that need nobody to think."""

import pytest

from articles.imports import mends
from tests.ingest.batches import numbered

QUOTES, TABS = mends.MENDS["quotes"], mends.MENDS["tabs"]
BROKEN = numbered(1).replace(b'title: "A quiet ferry"', b"title: Ferries: a quiet year")
REMEDY = "not valid YAML (put quotes around the value)"


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("title: A: b", 'title: "A: b"'),
        ("  - name: A: b\r", '  - name: "A: b"\r'),
        ("  - @x", '  - "@x"'),
        ('title: say "a": b', 'title: "say \\"a\\": b"'),
        ("title: C:\\x: y", 'title: "C:\\\\x: y"'),
        ('title: "A: b', ""),
        ("title: |", ""),
        ('  - name: "A: b', ""),
        ("title:", ""),
    ],
)
def test_quotes(line, better):
    assert QUOTES.line(line) == better


@pytest.mark.parametrize(
    ("line", "better"),
    [("\tname: x", "  name: x"), ("  \t- x\ty", "    - x\ty"), ("name: x", ""), ("", "")],
)
def test_blanks_for_tabs(line, better):
    assert TABS.line(line) == better


def test_tabs_are_mended_where_that_makes_a_file_readable():
    tabbed = numbered(1).decode().replace("\n  name:", "\n\tname:").replace("\n  dom", "\n\tdom")
    assert mends.mended(tabbed, "article", TABS) == numbered(1).decode()
    assert mends.mended(tabbed, "article", QUOTES) == ""


def test_a_file_that_stays_broken_is_not_mended():
    assert mends.mended("---\ntitle: A: b\n---\n", "article", QUOTES) == ""


def test_the_mend_that_makes_a_file_readable():
    assert mends.name_for(BROKEN, "article", REMEDY) == "quotes"
    assert mends.name_for(BROKEN, "article", "the title is missing") == ""
    assert mends.name_for(BROKEN, "picture", REMEDY) == ""
    assert mends.name_for(b"---\ntitle: A: b\n---\n", "article", REMEDY) == ""


def test_a_file_with_very_many_errors_is_not_read_for_ever(monkeypatch):
    reads = []
    parse = mends.PARSERS["article"]
    counting = {"article": lambda data: [reads.append(1), parse(data)]}
    monkeypatch.setattr(mends, "PARSERS", counting)
    lines = "".join(f"key{n}: a: b # {'x' * 1000}\n" for n in range(60))
    assert mends.mended(f"---\n{lines}---\n", "article", QUOTES) == ""
    assert len(reads) == mends.MOST_READ // (len(lines) + 8)


def test_what_a_mend_changes_is_shown_with_its_tabs():
    before, after = "a: b\n\tname: x\nc: d", "a: b\n  name: x\nc: d"
    assert mends.changes(before, after) == [(2, "⇥ name: x", "  name: x")]
