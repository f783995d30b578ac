"""Files that are refused as a whole, with a SeedError that says what is wrong."""

import pytest

from tests.seeds.refused import refused
from tests.seeds.samples import ARTICLE, titled


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (titled('"é"').decode().encode("latin-1"), 3),
        (ARTICLE.encode("utf-16"), 1),
        (
            titled('"\ud800"'.encode("utf-8", "surrogatepass").decode("latin-1"))
            .decode()
            .encode("latin-1"),
            3,
        ),
        (ARTICLE.encode()[:60] + "€".encode()[:2] + ARTICLE.encode()[60:], 3),
    ],
    ids=["Latin-1", "UTF-16", "surrogate", "cut sequence"],
)
def test_not_utf8(data, line):
    error = refused(data)
    assert "UTF-8" in error.message
    assert error.line == line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (" \n\n", "empty"),
        ("Hello", "no front matter"),
        ("title: x\n---\n", "no front matter"),
        ("---\ntitle: x\n", "never closed"),
        ("---\n---\n", "front matter is empty"),
        ("---\n# only a comment\n---\n", "front matter is empty"),
        ("---\n- a\n---\n", "is a list"),
        ("---\nwords\n---\n", "is plain text"),
        (ARTICLE + ARTICLE, "second document"),
        (f"{ARTICLE}Some words.\n\n---\n\n{ARTICLE}", "second document"),
        (f"{ARTICLE}---\ntitle: Another\nwebUrl: https://harbour.example/b\n", "second document"),
        (ARTICLE.replace("\n", "\r\n") * 2, "second document"),
        ("---\na: b\n...\nc: d\n---\n", "second document"),
        ("x" * 2_000_001, "larger than 2 MB"),
        ("---\na: " + "x" * 70_000 + "\n---\n", "longer than 65536"),
    ],
)
def test_files_that_are_no_article(text, words):
    assert words in refused(text.encode()).message
