"""What changed, in runs of words."""

import pytest

from articles.history.differences import Difference, Span, Tag, between, difference, words


def went(text):
    return Span(text, Tag.WENT)


def came(text):
    return Span(text, Tag.CAME)


@pytest.mark.parametrize(
    ("before", "after", "spans"),
    [
        ("a new day", "a new day", [Span("a new day")]),
        ("a new day", "an old day", [went("a new"), came("an old"), Span(" day")]),
        ("", "all of it", [came("all of it")]),
        ("all of it", "", [went("all of it")]),
        ("", "", []),
        ("文化", "文字", [Span("文"), went("化"), came("字")]),
        ("day", "day one", [Span("day"), came(" one")]),
        ("one one", "one", [Span("one"), went(" one")]),
    ],
)
def test_word_by_word(before, after, spans):
    assert words(before, after)[: len(spans)] == spans


def test_nothing_is_lost_on_either_side():
    before, after = "The quarry, at night: it hums.", "At night, the old quarry hums!"
    spans = words(before, after)
    assert "".join(span.text for span in spans if span.tag != Tag.CAME) == before
    assert "".join(span.text for span in spans if span.tag != Tag.WENT) == after


def test_long_texts_with_little_in_common_are_replaced_whole():
    old, new = "a " * 1000, "b " * 1000
    assert words(old, new) == [went(old.rstrip()), came(new.rstrip()), Span(" ")]


@pytest.mark.parametrize(
    ("name", "before", "after", "spans"),
    [
        ("quality", 62, None, [went("62"), Span(" "), came("none")]),
        ("state", "published", "unpublished", [went("published"), Span(" "), came("held")]),
        ("title", "Q &amp; A", "Q &amp; B", [Span("Q & "), went("A"), came("B")]),
        ("mute", None, ["2026-12-04", "Alice"], [went("none"), Span(" "), came("4 December 2026")]),
    ],
)
def test_one_value(name, before, after, spans):
    assert difference(name, before, after).spans == spans


@pytest.mark.parametrize(
    ("name", "before", "after", "spans"),
    [
        ("topics", ["A", "B"], ["B", "C"], [went("A"), came("C")]),
        ("topics", None, ["A"], [came("A")]),
        ("topics", ["A", "B"], ["B", "A"], [Span("in another order: B, A")]),
        ("images", ["/a/1.jpg"], ["/a/2.jpg "], [went("1.jpg"), came("2.jpg")]),
        ("links", [], [{"url": "x", "title": "Q &amp; A"}], [came("Q & A")]),
        ("links", [{"url": "x", "title": ""}], [], [went("x")]),
        ("conflicts", [{"field": "quality"}], [], [went("score")]),
        (
            "conflicts",
            [{"field": "title", "theirs": "x"}],
            [{"field": "title", "theirs": "y"}],
            [Span("other details")],
        ),
    ],
)
def test_lists_by_what_came_and_went(name, before, after, spans):
    assert difference(name, before, after) == Difference(
        difference(name, before, after).label, spans, is_list=True
    )


def test_what_matters_most_comes_first_and_who_decided_is_no_field():
    before = {"excerpt": "", "state": "unset", "title": "A", "decided_by": None}
    after = {"excerpt": "x", "state": "published", "title": "B", "decided_by": 1, "review": "x"}
    assert [row.label for row in between(before, after)] == ["Title", "State", "Excerpt"]
