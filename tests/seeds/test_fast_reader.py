"""The quick reader of plain seeds: what it reads, YAML reads alike; the rest it leaves to YAML."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml.events import ScalarEvent

from articles.seeds import fast_reader, yaml_reader
from articles.seeds.errors import SeedError
from articles.seeds.parse import decode, split_front_matter
from articles.seeds.yaml_reader import ListNode, MapNode, line
from tests.seeds.samples import CANONICAL

PIECES = ["a", "b: x", "c:", "- ", "-", ": ", ":", '"', "'", "#", " #", "  ", " ", "\n", "\n  "]
PIECES += [
    "\n- ",
    "\n  - ",
    "\n    ",
    "é",
    "\\",
    "[",
    "{",
    "|",
    ">",
    "&x",
    "*x",
    "!t",
    "...",
    "---",
]
PIECES += ["1", "-1", "/", "x:y", "\t", "\xa0", "\u2028", "<<: ", "? ", "~", "%", "@", ","]


def shape(node):
    """Values, styles, kinds and lines of a tree."""
    if isinstance(node, MapNode):
        lines = {key: line(mark) for key, mark in node.marks.items()}
        return "map", line(node), lines, {key: shape(child) for key, child in node.items()}
    if isinstance(node, ListNode):
        return "list", line(node), [shape(child) for child in node]
    assert type(node) is ScalarEvent
    return node.value, node.style, line(node)


def alike(front):
    """Whether it was read; then YAML agrees."""
    tree = fast_reader.read_plain(front)
    if tree is None:
        return False
    reader = yaml_reader.read(front)
    assert shape(tree) == shape(reader.documents[0]), front
    assert len(reader.documents) == 1
    assert not reader.commented
    return True


def front(text):
    return split_front_matter(decode(text.encode()))[0]


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_seeds(text):
    alike(front(text))


def test_a_plain_seed_is_read():
    assert alike(
        '---\nkey: "va: lue # x"\nlist:\n- one\n- two words\nmore:\n  - url: https://x.example/a:b\n'
        "    deep:\n      n: -1\n\n    after: a.b\n  - second: x\nlast: 2026-11-20T10:00:00Z\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "key: a\n  b: c",
        'key: "a"\n  b: c',
        "key: a\nkey: b",
        "key:",
        "key:\nother: x",
        "key: a # b",
        "key: a: b",
        "key: a\n  b",
        'key: "a\\n"',
        "key: 'a'",
        "key: [a]",
        "key:value",
        "- a\n- b",
        "a:\n  - b\n - c",
        "a:\n  - b\n  c: d",
        "a:\n  b: c\n d: e",
        "a:\n  -\n    b: c",
        "a: \xa0b",
        "a:\tb",
        "  a: b\n c: d",
        "a:\n- b: c\n d: e",
    ],
)
def test_everything_else_is_left_to_yaml(text):
    assert fast_reader.read_plain(f"---\n{text}\n") is None


def test_seeds_with_changes_anywhere():
    generator = random.Random(20261120)
    fronts = [front(text) for text in CANONICAL]
    read = sum(_survives(_changed(generator, generator.choice(fronts))) for _ in range(5000))
    assert 100 < read < 4900


def _changed(generator, text):
    for _ in range(generator.randint(1, 3)):
        start = generator.randrange(4, len(text))
        end = min(len(text), start + generator.choice([0, 0, 1, 2, 5, 40]))
        text = text[:start] + generator.choice(["", text[start:end] * 2, *PIECES]) + text[end:]
    return text if text.endswith("\n") else f"{text}\n"


def _survives(text):
    try:
        return alike(text)
    except SeedError as error:
        pytest.fail(f"YAML refuses what was read: {error}: {text!r}")


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(database=None, derandomize=True, max_examples=3000)
def test_texts_of_odd_pieces(text):
    _survives(f"---\n{text}\n")
