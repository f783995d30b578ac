"""Text as stored and as shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import (
    clip,
    display_excerpt,
    display_line,
    display_text,
    escape_text,
    find_control,
    one_line,
    seen,
    slugify,
    strip_invisible,
    summary,
)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Barron&#8217;s&nbsp;view", "Barron’s view"),
        ("one\r\n two\t three ", "one two three"),
        ("a\u200bb\u202ec\x00d", "abcd"),
        ("Don&amp;#8217;t &amp;amp;quot;row&amp;amp;quot;", 'Don’t "row"'),
        ("Salt &amp;copy and &amp;nothing;", "Salt &copy and &nothing;"),
        ("The <b>quay</b>", "The <b>quay</b>"),
        ("&#x202e;evil", "evil"),
        ("", ""),
    ],
)
def test_shown_is_what_a_person_sees(text, line):
    assert display_text(text) == line


TYPED = [
    "AT&T",
    "a & b",
    "&copy",
    "&lt;b>",
    "&amp;",
    "&#39;",
    "&notit",
    "<b>x</b>",
    "<br>",
    "a<!--",
]


@pytest.mark.parametrize("shown", [display_text, display_excerpt])
@pytest.mark.parametrize("line", TYPED)
def test_stored_keeps_what_was_typed(line, shown):
    assert shown(escape_text(line, shown)) == line


def test_stored_leaves_harmless_ampersands():
    assert escape_text("AT&T & sons") == "AT&T & sons"


ODD = (
    "&#x;ampltco39 <>/é\u200d\u0301\u0302\u202a\u202c\u202e\u2067\u2069\u2060\u200fه\u180eᠠ\u3164"
    "\u034f\ufe0f\u061c\U0001f3f4\U000e0067\U000e007f"
)


@given(st.text(st.sampled_from(ODD), max_size=30) | st.text(max_size=30))
@settings(database=None, derandomize=True)
def test_every_clean_line_survives_storing(text):
    line = display_line(text)
    assert display_line(line) == line
    for shown in (display_text, display_excerpt):
        assert shown(escape_text(line, shown)) == line


@pytest.mark.parametrize(
    "word",
    [
        *(
            "👩\u200d💻",
            "❤\ufe0f\u200d🔥",
            "می\u200cخواهم",
            "ه\u200d ق",
            "അവന\u0d4d\u200d പറ",
            "क\u094d\u200dष",
        ),
        *("C++\u200f היום", "\u200eabc", "سعر\u061c 3", "ᠠ\u180eᠠ", "1\ufe0f\u20e3"),
        *(
            "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "a\u2067b\u2069c",
        ),
        *("한글", "คนที่นั่น", "בְּרֵאשִׁ֖ית", "Tiê\u0301\u0323ng", "ᾧ", "བསྒྲུབས་ཨོཾ", "မြွှို့"),
    ],
)
def test_what_writing_needs_stays(word):
    assert display_text(word) == word


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a \u202babc\u202c d", "a \u2067abc\u2069 d"),
        ("a \u202aabc", "a \u2066abc\u2069"),
        ("a \u202dabc\u202c d", "a abc d"),
        ("\u2067a\u202eb", "\u2067ab\u2069"),
        ("\u2067a\u202bb\u2069c", "\u2067a\u2067b\u2069\u2069c"),
        ("a\u2069b\u202cc", "abc"),
        ("a\u061cb", "ab"),
        ("x\U000e0067\U000e007f \U0001f3f4\U000e0067", "x \U0001f3f4"),
    ],
)
def test_what_turns_text_ends_with_it(text, shown):
    assert display_text(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Z" + "\u0336" * 90 + "\u0321\u0348\u035a\u0300 is", "Z\u0336\u0321\u0348 is"),
        ("ก" + "\u0e47" * 20, "ก\u0e47"),
        ("a\u0301\u200d\u0302\u200d\u0303\u200d\u0304", "a\u0301\u0302\u0303"),
    ],
)
def test_marks_are_no_stack(text, shown):
    assert display_text(text).replace("\u200d", "") == shown


@pytest.mark.parametrize(
    "text",
    [
        *(
            "\u3164",
            "\u2800\u2800",
            "\u115f\u1160",
            "\uffa0",
            "\ufe0f",
            "\u0301",
            "\u034f",
            "\u180e",
            "\ue000",
        ),
        *(
            "\u200f\u200e",
            "\u202b\u202c",
            "\u2066\u2069",
            "\U000e0041",
            "\u2003\u00a0\u2028",
            "\u200d",
            "\ufffc",
        ),
        *("\ufff2\ufff8", "\U000e0090", "\U000e01f5\U000e0ffe", "\U0001bca2", "\U0001d175"),
        *("\U000e0105", "\u180c"),
    ],
)
def test_what_nobody_can_see_is_empty(text):
    assert one_line(text) == display_text(text) == ""
    assert display_text("".join(f"&#{ord(character)};" for character in text)) == ""


@pytest.mark.parametrize("text", ["🏴", "…", "中", "ß", "א", "😀", "\U0001fae8", "₿", "ⵣ"])
def test_what_can_be_seen_is_not(text):
    assert display_text(text) == text


@pytest.mark.parametrize(
    ("excerpt", "shown"),
    [
        ("<p>The <b>old</b> quay.</p><p>It floods.</p>", "The old quay. It floods."),
        ("&lt;p&gt;The quay&lt;/p&gt;", "The quay"),
        ("&amp;lt;p&amp;gt;The quay&amp;lt;/p&amp;gt;", "The quay"),
        ('Salt<br/>sand <a href="https://quay.example/?a>b">more</a>', "Salt sand more"),
        ("<script>alert('x')</script><!-- ad --><p>Salt", "Salt"),
        ("<![CDATA[Salt <i>and</i> sand]]>", "Salt and sand"),
        ('<p>Salt and sand <a href="https://quay.exa', "Salt and sand"),
        ('<img src="https://quay.example/t.gif">', ""),
        ("if a < b and c > d, x <b and y>", "if a < b and c > d, x <b and y>"),
        ("Use <div> or <span>: the List<String> way", "Use <div> or <span>: the List<String> way"),
    ],
)
def test_an_excerpt_is_shown_without_markup(excerpt, shown):
    assert summary(excerpt, "A headline") == shown


@pytest.mark.parametrize(
    ("excerpt", "shown"),
    [
        *[
            (said, "")
            for said in ("na", "N/A.", "null", "None", "-", "…", "https://quay.example/a?b")
        ],
        *[
            (said, "")
            for said in ("www.quay.example", "quay.example/a", "The quay &amp; us", "THE QUAY…")
        ],
        *[(said, said) for said in ("Node.js", "The quay", "Nada", "None of it", "and/or", "🎉")],
    ],
)
def test_an_excerpt_that_says_nothing_is_not_shown(excerpt, shown):
    assert summary(excerpt, "The quay & us") == shown


def test_joiners_elsewhere_go():
    assert strip_invisible("pay\u200dpal\u200c") == "paypal"
    assert strip_invisible("Па\u200dром é\u200cé 中\u200d文") == "Паром éé 中文"


@pytest.mark.parametrize("character", ["\U0002fffe", "\U0010ffff", "\ufdd1", "\x07"])
def test_what_is_no_character_is_found(character):
    assert find_control(f"a{character}b") == f"U+{ord(character):04X}"


@pytest.mark.parametrize(
    "text",
    [
        "Har\u200ebour",
        "Harbour\ufe01",
        "Har\u034fbour",
        "Harbour\U000e0110",
        "Harbour\ufff5",
        "Har\u2067bour\u2069",
    ],
)
def test_what_nobody_sees_is_not_seen(text):
    assert seen(text) == "Harbour"


def test_a_blank_is_seen_as_one():
    assert seen("Harbour\u2800\u3164town") == "Harbour town"
    assert seen("می\u200cشود 👩\u200d💻") == "می\u200cشود 👩\u200d💻"


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
        ("Har\u200ebour\u3164\ufe0f", "harbour"),
        ("Га\u200dвань", "гавань"),
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
