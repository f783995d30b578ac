"""No style sheet has a fault, and none dresses what no page has."""

import re
from pathlib import Path

import pytest

from tests.styles import FOLDER, classes, faults, main

ROOT = Path(__file__).resolve().parent.parent
FROM_DJANGO = {"errorlist", "helptext", "nonfield"}
DJANGOS_PAGES = {"admin.css"}  # Django's admin has more classes than we name


def words(*folders):
    return {
        word
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".js", ".py", ".xml"}
        for word in re.findall(r"[\w-]+", path.read_text())
    }


def test_no_sheet_has_a_fault(capsys):
    assert main() == 0, capsys.readouterr().out


def test_every_class_is_on_some_page():
    named = words("templates", "articles", "newsdesk", "static/js") | FROM_DJANGO
    assert [
        f"{path.name} .{name}"
        for path in sorted(FOLDER.glob("*.css"))
        if path.name not in DJANGOS_PAGES
        for name in sorted(classes(path.read_text()) - named)
    ] == []


@pytest.mark.parametrize(
    ("css", "line", "text"),
    [
        ("a {\n  colr: red;\n}", 2, "there is no property colr"),
        ("a { color: red; color: blue; }", 1, "color is set twice in a"),
        ("a { margin: 0; }\nb { margin: 0; }\na { padding: 0; }", 3, "a stands on line 1 already"),
        ("a { color: var(--nothing); }", 1, "nothing defines --nothing"),
        ("a { color: mix(red, var(--nothing)); }", 1, "nothing defines --nothing"),
        ("a { color: ; }", 1, "color has no value"),
        ("a }", 1, "syntax: EOF reached before {} block for a qualified rule."),
        ("a { background: url('x\n); }", 1, "syntax: Bad string token"),
        ("a { color: red) }", 1, "syntax: Unmatched )"),
        ("@media print { a { colr: red } }", 1, "there is no property colr"),
        ("a { b { colr: red } }", 1, "there is no property colr"),
    ],
)
def test_the_rule_itself(css, line, text):
    assert (line, text) in faults(css)


@pytest.mark.parametrize(
    "css",
    [
        "a { margin: 0; } @media print { a { margin: 0; } }",
        "a { -webkit-line-clamp: 2; }",
        ":root { --ink: #000; } a { color: var(--ink); }",
        "a { color: var(--elsewhere, red); }",
    ],
)
def test_what_is_right_is_let_through(css):
    assert faults(css, {"--elsewhere"}) == []
