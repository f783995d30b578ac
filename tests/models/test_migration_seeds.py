"""Stored seeds as migrations read them, whatever the parser is by then."""

from importlib import import_module

import pytest

front_matter = import_module("articles.migrations._seeds").front_matter


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("---\ntitle: 'A: b'\nquality: 80\n---\n", {"title": "A: b", "quality": "80"}),
        ("\ufeff---\r\ntitle: a\r\n--- \r\n---\r\nbody", {"title": "a"}),
        ('---\ntitle: "a\\u200fb"\n---', {"title": "a\u200fb"}),
        ("---\ntitle: a\u2028b\ufeffc\n---\n", {"title": "a b\u200bc"}),
        ("---\nrelated:\n  - webUrl: x\n---\n", {"related": [{"webUrl": "x"}]}),
        ("---\ntitle: [\n---\n", {}),
        ("title", {}),
        ("", {}),
    ],
)
def test_reads_every_value_as_a_text(text, values):
    assert front_matter(text) == values
