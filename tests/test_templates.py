"""Every template compiles, and none has what the content security policy would refuse."""

import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).resolve().parent.parent / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.*") if path.is_file())
PAGES = [name for name in TEMPLATES if name.endswith(".html")]

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


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    assert engines["django"].get_template(name)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("what", REFUSED)
def test_the_policy_would_refuse_nothing(name, what):
    found = REFUSED[what].search((ROOT / name).read_text())
    assert not found, f"{name} has {what}: {found[0]}"


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
