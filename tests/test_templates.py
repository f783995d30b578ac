"""Every template compiles, and none has what the content security policy would refuse."""

import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError, engines
from jinja2.meta import find_referenced_templates

ROOT = Path(__file__).resolve().parent.parent / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.*") if path.is_file())
LONGEST_LINE = 120
# Our own pages are in Jinja2; Django's admin and the account pages extend what is in Django's.
JINJA = ("public/", "desk/", "components/")

REFUSED = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script without a file": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")", re.IGNORECASE
    ),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "another host's file": re.compile(
        r"<(?:script|link|img|source)\b[^>]*\b(?:src|href)=\"(?:https?:)?//"
    ),
}


def fault(name):
    """What keeps the template from compiling, in the language that its folder is written in."""
    engine = engines["jinja2" if name.startswith(JINJA) else "django"]
    try:
        engine.get_template(name)
    except TemplateSyntaxError as error:
        return f"{name}: {error}"
    return None


def test_all_compile():
    assert list(filter(None, map(fault, TEMPLATES))) == []


def test_what_they_include_is_there():
    """Jinja2 looks for it when a page is asked for, not when it compiles."""
    pages = engines["jinja2"].env
    names = pages.list_templates()
    assert [
        f"{name}: {other}"
        for name in names
        for other in find_referenced_templates(pages.parse((ROOT / name).read_text()))
        if other not in names
    ] == []


@pytest.mark.parametrize("what", REFUSED)
def test_the_policy_would_refuse_nothing(what):
    found = {name: REFUSED[what].search((ROOT / name).read_text()) for name in TEMPLATES}
    assert [f"{name}: {match[0]}" for name, match in found.items() if match] == []


def test_lines_stay_short():
    assert [
        f"{name}:{number} {len(line)}"
        for name in TEMPLATES
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        if len(line) > LONGEST_LINE
    ] == []


@pytest.mark.parametrize(
    ("what", "html"),
    [
        ("an inline style", '<p style="color: red">'),
        ("an inline handler", '<a href="/" onclick="x()">'),
        ("a script without a file", "<script>x()</script>"),
        ("a javascript: address", '<a href="javascript:x()">'),
        ("another host's file", '<img src="//elsewhere.example/x.png">'),
    ],
)
def test_the_rule_itself(what, html):
    assert REFUSED[what].search(html)
