"""The words by which texts are compared, without case, accents, plurals and those that say nothing.

Scripts that put no blanks between words are compared by each two characters side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

LONGEST = 4000  # characters of a text that are read
MOST = 400  # words of it that count
IN_TITLE = 3  # how often a word of the title counts
LARGEST = 0x7FFF_FFFF  # what a column for whole numbers takes on every database
# What stands in texts about anything.
EMPTY = frozenset(
    [
        "about",
        "after",
        "again",
        "against",
        "all",
        "also",
        "among",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "between",
        "both",
        "but",
        "by",
        "can",
        "cannot",
        "could",
        "did",
        "do",
        "does",
        "during",
        "each",
        "first",
        "for",
        "from",
        "get",
        "had",
        "has",
        "have",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "last",
        "like",
        "made",
        "make",
        "many",
        "may",
        "me",
        "more",
        "most",
        "must",
        "my",
        "new",
        "no",
        "not",
        "now",
        "of",
        "off",
        "on",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "said",
        "same",
        "say",
        "says",
        "she",
        "should",
        "so",
        "some",
        "still",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "two",
        "under",
        "until",
        "up",
        "upon",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "will",
        "with",
        "without",
        "would",
        "year",
        "years",
        "you",
        "your",
    ]
)
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
ASCII_WORD = re.compile("[a-z0-9]{2,}")
RUN = re.compile(rf"([{UNSPACED}]+)|([^\W_{UNSPACED}]+)")


def counts(title: str, excerpt: str) -> Counter[int]:
    """Return how often each word occurs, by its number, with those of the title three times."""
    found = Counter(_numbers(excerpt))
    for number, count in Counter(_numbers(title)).items():
        found[number] += IN_TITLE * count
    return found


def words(text: str) -> list[str]:
    """Return what the text says, word by word, as it is compared: "Old quarries" -> old, quarry."""
    return [word for token in _tokens(text) if (word := _said(token))]


def places(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the number of each word with where it begins and ends in the text as it is written."""
    for run in RUN.finditer(text[:LONGEST]):
        start, end = run.span()
        if run[1]:
            spans = [(at, at + 2) for at in range(start, end - 1)]
        else:
            spans = [(start, end)] if end - start > 1 else []
        for first, last in spans:
            number = _number(folded(text[first:last]))
            if number:
                yield number, first, last


def stem(word: str) -> str:
    """Return the word without the ending of a plural: close enough to find, and the same always."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("xes", "ses", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    return word


def number_of(word: str) -> int:
    """Return the number that stands for a word: the same on each machine, and never 0. Two words in
    many thousands share one."""
    return (crc32(word.encode("utf-8", "surrogatepass")) & LARGEST) or 1


def _numbers(text: str) -> Iterator[int]:
    return filter(None, map(_number, _tokens(text)))


@lru_cache(maxsize=100_000)
def _number(token: str) -> int:
    word = _said(token)
    return number_of(word) if word else 0


def _said(token: str) -> str:
    return "" if token in EMPTY else stem(token)


def _tokens(text: str) -> list[str]:
    text = text[:LONGEST].lower()
    if text.isascii():
        return ASCII_WORD.findall(text)[:MOST]
    tokens: list[str] = []
    for run in RUN.finditer(folded(text)):
        unspaced, word = run.groups()
        if unspaced:
            tokens += ("".join(two) for two in pairwise(unspaced))
        elif len(word) > 1:
            tokens.append(word)
    return tokens[:MOST]


def folded(text: str) -> str:
    """Return the text without case and marks; syllables stay whole."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text).lower()
    bare = "".join(char for char in letters if unicodedata.category(char)[0] != "M")
    return unicodedata.normalize("NFC", bare)
