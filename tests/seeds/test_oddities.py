"""Titles and excerpts that are shown otherwise than they came: they stay, and people are told."""

from dataclasses import replace

import pytest

from articles.seeds.document import Related
from articles.seeds.emit import emit
from articles.seeds.parse import parse_article
from tests.seeds.samples import VIDEO


def noted(**fields):
    usual = {"title": "Row", "excerpt": "Words.", "related": (), "featured_content": None}
    return parse_article(emit(replace(parse_article(VIDEO.encode()), **{**usual, **fields})))


@pytest.mark.parametrize(
    ("title", "excerpt", "message"),
    [
        ("Don&amp;#8217;t row", "Words.", "title was encoded twice: shown decoded"),
        ("Row", "Salt &amp;amp; sand", "excerpt was encoded twice: shown decoded"),
        ("Row", "<p>The <b>quay</b></p>", "excerpt holds markup: shown without it"),
        ("Row", "&lt;p&gt;The quay&lt;/p&gt;", "excerpt holds markup: shown without it"),
        ("Row", "N/A", "excerpt says nothing: not shown"),
        ("Row", "\u3164", "excerpt says nothing: not shown"),
        ("Row", "https://quay.example/a", "excerpt is an address: not shown"),
        ("Row on", "Row on.", "excerpt is the title again: not shown"),
    ],
)
def test_odd_texts_are_kept_with_a_note(title, excerpt, message):
    document = noted(title=title, excerpt=excerpt)
    assert (document.title, document.excerpt) == (title, excerpt)
    assert [note.message for note in document.notes] == [message]


def test_a_related_title_is_noted_as_well():
    related = Related(title="Salt &amp;amp; sand", web_url="https://quay.example/b")
    document = noted(related=(related,))
    assert [note.message for note in document.notes] == ["title was encoded twice: shown decoded"]


@pytest.mark.parametrize("excerpt", ["", "It&#8217;s here", "a < b &amp; c > d", "The <b> key"])
def test_usual_texts_are_nothing_to_note(excerpt):
    document = noted(excerpt=excerpt)
    assert document.notes == ()
