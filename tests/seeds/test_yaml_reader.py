"""YAML that is refused: with an error that says what, where and how to mend it."""

import pytest
import yaml

from articles.seeds import yaml_reader
from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_article
from tests.seeds.refused import TITLE_LINE, refused
from tests.seeds.samples import article, titled


@pytest.mark.parametrize(
    "value",
    ["[" * 60_000, "\n " + "\n ".join(" " * n + "a:" for n in range(200)), "{a: " * 15_000]
    + ["\n  " + "- " * 20_000],
    ids=["flow lists", "block mappings", "flow mappings", "block lists"],
)
def test_deep_nesting(value):
    assert "nesting deeper than 20" in refused(titled(value)).message


def test_nesting_at_the_limit_is_fine():
    depth = 19
    document = parse_article(article("type: article", f"deep: {'[' * depth}{']' * depth}"))
    assert document.extra["deep"]


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("*bold", "alias *bold"),
        ("&anchor x", "anchor &anchor"),
        ("&" + "a" * 50_000 + " x", "anchor &aaa"),
        ("!!python/object/apply:os.system [x]", "tag !!python/object"),
        ("!!binary eA==", "tag !!binary"),
        ("!x y", "tag !x"),
        ("&a [*a]", "anchor &a"),
        ("!!set {a}", "tag !!set"),
    ],
)
def test_aliases_anchors_and_tags(value, named):
    error = refused(titled(value))
    assert named in error.message
    assert "not allowed" in error.message
    assert error.line == TITLE_LINE
    assert len(error.message) < 200


@pytest.mark.parametrize(
    ("listed", "line", "column"),
    [
        ("topics: Transport\n  - Shipping", 22, 3),
        ("topics: Transport\n  -\n    Shipping", 22, 3),
        ("topics:\n  Transport\n\n  - Shipping", 24, 3),
        ("topics:\n  - Transport\n    - Shipping", 23, 5),
        ("topics:\n  - Transport\n   - Shipping", 23, 4),
        ("topics: Transport\n- Shipping", 22, 1),
        ("topics: Transport # the root\n  - Shipping", 22, 3),
        ('topics: "Transport"\n  - Shipping', 22, 3),
        ('topics:\n  - "Transport"\n    - Shipping', 23, 5),
        ("topics: [Transport]\n  - Shipping", 22, 3),
        ("topics: - Transport\n  - Shipping", 21, 9),
        ("team: Kim\n  - Robin\ntopics:", 22, 3),
    ],
)
def test_a_list_where_a_text_goes_on(listed, line, column):
    error = refused(article("topics:\n  - Transport\n  - Shipping", listed))
    assert error.message.startswith("a list begins here")
    assert "begin each entry below the key with a dash" in error.message
    assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize("text", ["Ferries\n  and -trains-", "Ferries - and\n  trains", "A\n  -1"])
def test_a_dash_within_a_text_is_no_list(text):
    assert parse_article(titled(text)).title == " ".join(text.split())


@pytest.mark.parametrize(
    ("front", "line", "column"),
    [
        ('title: "Open\nprovider: "example.org"', 1, 8),
        ("title: 'Open\nprovider: 'example.org'", 1, 8),
        ('type: article\ntitle: "Open\nprovider: example.org', 2, 8),
        ('topics:\n  - "Open\n  - "Shipping"', 2, 5),
    ],
)
def test_an_open_quote_is_said_where_it_opens(front, line, column):
    error = refused(f"---\n{front}\n---\n".encode())
    assert error.message.startswith("the quote that opens here is never closed (write ")
    assert (error.line, error.column) == (line + 1, column)


def test_merge_keys():
    error = refused(article("type: article", "<<: {a: b}"))
    assert "merge key" in error.message
    assert error.line == 8


def test_the_same_key_twice_names_both_lines():
    error = refused(article("type: article", "type: article\ntype: video"))
    assert (error.line, error.column) == (9, 1)
    assert "line 8" in error.message


def test_too_many_values():
    assert "10000" in refused(titled("[" + "a," * 20_000 + "]")).message


def test_a_key_that_is_no_text():
    assert "key must be text" in refused(article("type: article", "? [a]\n: b")).message
    assert "no usable key" in refused(article("type: article", '"a\\u202eb": c')).message


@pytest.mark.parametrize(
    "value",
    ["Foo: bar", "[Video] x", "@home", "*bold*", "`code`", "%x", "- x", "? x", "{x} y", "'it's'"]
    + ['"a" b', "&nbsp; x", "a:", "!important", "[Video]", "| text"],
)
def test_values_that_need_quotes(value):
    error = refused(titled(value))
    assert "put quotes around the value" in error.message
    assert error.line == TITLE_LINE


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("type: article", "\ttype: article", 8), ("  name: The", "\tname: The", 14)],
)
def test_tab_indents(old, new, line):
    error = refused(article(old, new))
    assert "a tab cannot indent" in error.message
    assert "put quotes around the value" in error.message
    assert error.line == line


@pytest.mark.parametrize("value", ['"\\0"', '"a\\e"', '"\\x7f"', '"\\x80"', '"\\N"', '"\\uFFFF"'])
def test_escaped_control_characters(value):
    error = refused(titled(value))
    assert "control character U+" in error.message
    assert error.line == TITLE_LINE


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9f", "\ufffe"])
def test_raw_control_characters(character):
    error = refused(titled(f'"é{character}b"'))
    assert f"control character U+{ord(character):04X}" in error.message
    assert (error.line, error.column) == (TITLE_LINE, 10)


def test_a_carriage_return_alone():
    error = refused(titled('"a\rb"'))
    assert "carriage return" in error.message
    assert error.line == TITLE_LINE


@pytest.mark.parametrize("escape", ['"\\ud800"', '"\\ude00\\ud83d"', '"\\q"', '"\\ud83d \\ude00"'])
def test_escapes_that_mean_nothing(escape):
    error = refused(titled(escape))
    assert "escape" in error.message
    assert error.line == TITLE_LINE


def test_pairs_that_no_quotes_lead_to_are_given_up():
    """What looks like an escaped quote turns inside and outside round for all that follows."""
    lines = [f'a{n}: "\\uD83D\\uDE00"\nb{n}: 5\\" tall\n' for n in range(25)]
    error = refused(titled("T\n" + "".join(lines)))
    assert "too many escapes of half characters" in error.message


def test_half_a_pair_is_named():
    error = refused(titled('"\\ud83d\\ude00 and \\uDE01"'))
    assert "the escape \\uDE01 is half of a character" in error.message


def test_many_pairs_are_joined_at_once():
    topics = "".join(f'  - "\\ud83d\\ude{n:02x}"\n' for n in range(40))
    assert len(parse_article(article("  - Transport\n", topics)).topics) == 41


def test_an_error_of_the_yaml_reader_without_a_place(monkeypatch):
    def fail(reader):
        raise yaml.YAMLError("odd")

    monkeypatch.setattr(yaml_reader.Reader, "read", fail)
    with pytest.raises(SeedError, match="not valid YAML: .*put quotes") as caught:
        yaml_reader.read("title: x")
    assert (caught.value.line, caught.value.column) == (None, None)
