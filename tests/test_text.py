"""Text as stored and as shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import (
    clip,
    display_text,
    escape_text,
    find_control,
    one_line,
    slugify,
    strip_invisible,
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Barron&#8217;s&nbsp;view", "Barron’s view"),
        ("one\r\n two\t three ", "one two three"),
        ("a\u200bb\u202ec\x00d", "abcd"),
        ("&amp;amp;", "&amp;"),
        ("&#x202e;evil", "evil"),
        ("", ""),
    ],
)
def test_shown_is_what_a_person_sees(text, line):
    assert display_text(text) == line


@pytest.mark.parametrize("line", ["AT&T", "a & b", "&copy", "&lt;b>", "&amp;", "&#39;", "&notit"])
def test_stored_keeps_what_was_typed(line):
    assert display_text(escape_text(line)) == line


def test_stored_leaves_harmless_ampersands():
    assert escape_text("AT&T & sons") == "AT&T & sons"


@given(st.text(st.sampled_from("&#x;ampltco39 <é\u200d\u0301"), max_size=30) | st.text(max_size=30))
@settings(database=None, derandomize=True)
def test_every_clean_line_survives_storing(text):
    line = one_line(text)
    assert one_line(line) == line
    assert display_text(escape_text(line)) == line


@pytest.mark.parametrize("word", ["👩\u200d💻", "می\u200cخواهم"])
def test_joiners_stay_where_a_script_needs_them(word):
    assert strip_invisible(word) == word


def test_joiners_elsewhere_go():
    assert strip_invisible("pay\u200dpal\u200c") == "paypal"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Łódź: the Café & «Straße»", "lodz-the-cafe-strasse"),
        ("O&#8217;Reilly", "oreilly"),
        ("中国日报网", "中国日报网"),
        ("Новости Украины", "новости-украины"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("../etc/passwd", "etc-passwd"),
        ("—", "x"),
    ],
)
def test_slugify(text, slug):
    assert slugify(text) == slug


@given(st.text())
@settings(database=None, derandomize=True)
def test_a_slug_is_one_path_segment_and_stable(text):
    slug = slugify(text)
    assert 0 < len(slug) <= 200
    assert not set(slug) & set("/\\?#%. \n")
    assert slugify(slug) == slug


def test_clip_is_short_and_visible():
    assert clip("a\n" + "b" * 100, 10) == "a bbbbbbb…"
    assert clip("\u202eshort") == "short"


def test_find_control_names_the_character():
    assert find_control("a\x1bb") == "U+001B"
    assert find_control("a\tb\r\n") is None
