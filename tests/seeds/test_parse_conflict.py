"""Files in which git left two versions."""

import pytest

from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_article, parse_provider, parse_topic
from tests.seeds.samples import ARTICLE

MARKED = "<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> upstream\n"


def refused(parse, text):
    with pytest.raises(SeedError) as caught:
        parse(text.encode())
    return caught.value.line, caught.value.message


def marked(text, line):
    """Two versions of one line."""
    return text.replace(line, MARKED.format(ours=line, theirs=line))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_in_an_article(newline):
    title = next(line for line in ARTICLE.splitlines(True) if line.startswith("title"))
    text = marked(ARTICLE, title)
    at = text.split("\n").index("<<<<<<< HEAD") + 1
    line, message = refused(parse_article, text.replace("\n", newline))
    assert (line, "git left two versions here" in message) == (at, True)


def test_around_a_whole_article():
    assert refused(parse_article, MARKED.format(ours=ARTICLE, theirs=ARTICLE))[0] == 1


@pytest.mark.parametrize("left", ["=======", ">>>>>>> upstream", "||||||| base"])
def test_a_marker_that_was_left_behind(left):
    line, message = refused(parse_article, ARTICLE.replace("---\n", f"---\n{left}\n", 1))
    assert (line, "git left" in message) == (2, True)


def test_in_a_topic_and_in_a_provider():
    name = "name: Ferries\n"
    assert refused(parse_topic, marked(f"_id: ferries\n{name}", name))[0] == 2
    assert refused(parse_provider, marked(f"---\n{name}domain: a.example\n---\n", name))[0] == 2


def test_markers_in_a_value_or_below_are_text():
    body = MARKED.format(ours="a\n", theirs="b\n")
    title = next(line for line in ARTICLE.splitlines() if line.startswith("title"))
    text = ARTICLE.replace(title, 'title: "How <<<<<<< HEAD came to be"') + body
    assert parse_article(text.encode()).title == "How <<<<<<< HEAD came to be"
