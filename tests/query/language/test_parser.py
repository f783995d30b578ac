"""What is typed becomes a tree; where it cannot, the error points at the word."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.query.language.errors import QueryError, is_slip
from articles.query.language.operators import OPERATORS
from articles.query.language.parser import DEEPEST, MOST, parse
from articles.query.language.tokens import LONGEST, MOST_VALUES
from articles.query.language.tree import All, Either, Not, Place, Term, Words

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday


def read(text):
    return spelled(parse(text, NOW))


def spelled(node):
    """The tree as a text with all brackets."""
    if isinstance(node, Words):
        return f'"{node.text}"' if node.phrase else node.text + "…" * node.unfinished
    if isinstance(node, Term):
        return f"{node.operator}{node.sign}{'|'.join(str(v.meaning) for v in node.values)}"
    if isinstance(node, Not):
        return f"-{spelled(node.node)}"
    joint = " or " if isinstance(node, Either) else " "
    return f"({joint.join(map(spelled, node.nodes))})"


def error(text):
    with pytest.raises(QueryError) as caught:
        parse(text, NOW)
    return caught.value


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("quarry", "quarry…"),
        ("iron quarry", "(iron quarry…)"),
        ('"iron quarry"', '"iron quarry"'),
        ("“iron quarry” pit", '("iron quarry" pit…)'),
        ("a b or c", "(a (b or c…))"),
        ("a or b c", "((a or b) c…)"),
        ("(a b) or c", "((a b) or c…)"),
        ("a OR b", "(a or b…)"),
        ('salt "or" pepper', '(salt "or" pepper…)'),
        ("-iron", "-iron"),
        ("--iron", "iron…"),
        ('-"iron pit" -(a b)', '(-"iron pit" -(a b))'),
        ("sodium-ion", "sodium-ion…"),
        ("a - b", "(a - b…)"),
        ("foo(bar)", "(foo bar)"),
        ("topic:storage", "topic:storage"),
        ("Topic:storage", "topic:storage"),
        ('topic:"Machine learning",Grid x', "(topic:Machine learning|Grid x…)"),
        ("score>=70", "score>=70"),
        ("score≥70 score≤9", "(score>=70 score<=9)"),
        ("score=70 score:80,90", "(score:70 score:80|90)"),
        ("heat<5 heat>6", "(heat<5 heat>6)"),
        ("is:Unscored has:image", "(is:unscored has:image)"),
        ("-provider:Halyard or by:bo", "(-provider:Halyard or by:bo)"),
        ("batch:12", "batch:12"),
        ("after:2026-11-02", "after:2026-11-02 00:00:00+00:00"),
        ("after:2026-3", "after:2026-03-01 00:00:00+00:00"),
        ("before:2026", "before:2026-01-01 00:00:00+00:00"),
        ("after:Today", "after:2026-11-20 00:00:00+00:00"),
        ("after:yesterday", "after:2026-11-19 00:00:00+00:00"),
        ("before:tomorrow", "before:2026-11-21 00:00:00+00:00"),
        ("after:monday", "after:2026-11-16 00:00:00+00:00"),
        ("after:friday", "after:2026-11-20 00:00:00+00:00"),
        ("before:7d", "before:2026-11-13 12:00:00+00:00"),
        ("before:2w", "before:2026-11-06 12:00:00+00:00"),
        ("after:6h", "after:2026-11-20 06:00:00+00:00"),
        ("note:foo", "note:foo…"),
        ("Heath: a moor", "(Heath: a moor…)"),
        ("http://a.example", "http://a.example…"),
        ("as:London", "as:London…"),
        ("a>b", "a>b…"),
        ('"never closed', '"never closed"'),
    ],
)
def test_reads(text, tree):
    assert read(text) == tree


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_says_nothing(text):
    assert parse(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "word", "likely"),
    [
        ("topic:storage scroe>=70 -x", "scroe>=70", "score>=70"),
        ("provder:Halyard", "provder:Halyard", "provider:Halyard"),
        ("si:unscored", "si:unscored", "is:unscored"),
        ("hsa:image", "hsa:image", "has:image"),
        ("score>=abc", "abc", ""),
        ("score>=70000", "70000", ""),
        ("score:-5", "-5", ""),
        ("score:²", "²", ""),
        ("score>=70,80", "score>=70,80", "score>=70"),
        ("topic>5", "topic>5", "topic:5"),
        ("is:unscord", "unscord", "unscored"),
        ("is:zebra", "zebra", ""),
        ("state:hel", "hel", "held"),
        ("before:yesteday", "yesteday", "yesterday"),
        ("before:2026-02-30", "2026-02-30", ""),
        ("after:0000", "0000", ""),
        ("batch:x", "x", ""),
        (f"batch:{10**30}", str(10**30), ""),
        ("topic: storage", "topic: storage", "topic:storage"),
        ("a topic:", "topic:", ""),
        ("topic:a, b", "topic:a,", ""),
        ('topic:""', 'topic:""', ""),
        ("topic:(a or b)", "topic:", ""),
        ("a (b or c", "(", ""),
        ("a )", ")", ""),
        ("a ()", "()", ""),
        ("or b", "or", '"or"'),
        ("a or", "or", '"or"'),
        ("a or or b", "or", '"or"'),
        ("(a or) b", "or", '"or"'),
    ],
)
def test_an_error_points_at_the_word(text, word, likely):
    wrong = error(text)
    assert (wrong.word, wrong.likely) == (word, likely)
    assert wrong.message.endswith((".", "?"))


def test_a_mended_query_is_understood():
    wrong = error("topic:storage scroe>=70 -provider:Halyard")
    assert wrong.mended == "topic:storage score>=70 -provider:Halyard"
    assert wrong.as_words == 'topic:storage "scroe>=70" -provider:Halyard'
    assert read(wrong.mended) == "(topic:storage score>=70 -provider:Halyard)"
    assert read(wrong.as_words) == '(topic:storage "scroe>=70" -provider:Halyard)'


def test_a_sign_alone_is_not_offered_as_words():
    assert error("a (").as_words == ""


def test_limits_are_named_and_point_beyond():
    assert error("x" * (LONGEST + 5)).length == 5
    assert error("w " * (MOST + 2)).start == MOST * 2
    assert error("(" * (DEEPEST + 1) + "a").start == DEEPEST
    assert error("topic:" + ",".join("a" * (MOST_VALUES + 1))).start == 0
    assert read("(" * DEEPEST + "a" + ")" * DEEPEST) == "a"


def test_places_are_those_of_what_was_typed():
    node = parse("“é” topic:a,b", NOW)
    assert node.nodes[0].place == Place(0, 3)
    assert node.nodes[1].place == Place(4, 13)
    assert [value.place for value in node.nodes[1].values] == [Place(10, 11), Place(12, 13)]


PIECES = st.sampled_from(
    [
        *OPERATORS,
        ":",
        ">=",
        "<",
        "-",
        "(",
        ")",
        " ",
        " or ",
        '"',
        ",",
        "70",
        "7d",
        "held",
        "é",
        "\0",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join)))
@example("-" * LONGEST)
@example("\udc80 topic:\udc80")
def test_whatever_is_typed_is_read_or_refused_with_its_place(text):
    try:
        node = parse(text, NOW)
    except QueryError as error:
        wrong, node = error, None
    else:
        wrong = None
    assert wrong is None or 0 <= wrong.start < wrong.end <= len(wrong.text) == len(text)
    assert node is None or isinstance(node, Words | Term | Not | All | Either)


@pytest.mark.parametrize("slip", ["scoer", "scor", "scoree", "scorr", "csore", "core"])
def test_one_slip_away(slip):
    assert is_slip(slip, "score")


@pytest.mark.parametrize("other", ["score", "scrao", "s", "erocs", "scoring", ""])
def test_not_one_slip_away(other):
    assert not is_slip(other, "score")
