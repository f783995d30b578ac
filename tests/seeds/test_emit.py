"""Writing a document in the format's canonical form."""

from dataclasses import replace

import pytest

from articles.seeds.emit import emit, quoted, word
from articles.seeds.parse import parse_article
from tests.seeds.samples import ARTICLE, CANONICAL


@pytest.mark.parametrize("text", CANONICAL, ids=["article", "video", "2019", "CRLF", "BOM"])
def test_canonical_files_are_reproduced(text):
    assert emit(parse_article(text.encode())) == text.encode()


@pytest.mark.parametrize(
    "text",
    [
        "Barron's",
        "AT&T",
        "9:41",
        "a#b",
        "-5",
        "?x",
        "NO",
        "C#",
        "中国日报网",
        "a, b",
    ],
)
def test_words_without_quotes(text):
    assert word(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b",
        "a #b",
        "a:",
        "- a",
        "-",
        "[a",
        "{a",
        "#a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "'a",
        '"a',
        "%a",
        "@a",
        "`a",
        " a",
        "a\n",
        "a\u00a0",
        "? a",
        ": a",
        ",",
    ],
)
def test_words_that_need_quotes(text):
    assert word(text) == quoted(text)


def test_escapes():
    assert quoted('"\\\n\r\t\u2028') == r'"\"\\\n\r\t\L"'


def test_unknown_keys_stand_before_secured():
    extra = {"mood": "07", "team": {"a": ["yes", {"b": "", "c": []}, ["d"]], "e": {}}}
    document = replace(parse_article(ARTICLE.encode()), extra=extra)
    written = emit(document)
    assert written.index(b"team:") < written.index(b"\nsecured:")
    assert parse_article(written) == document
