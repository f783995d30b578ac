"""Texts as the index of words has them: by words, by day, and in which unit words are weighed; and
how many articles hold a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from articles.judgement.weights import ALL
from articles.judgement.words import counts
from articles.models import KnownWord
from articles.text import display_text, summary

FIFTIETHS = 50  # what weights are stored in: of all but a few words, in one byte
FIRST_DAY = date(1970, 1, 1).toordinal()


def words_in(title: str, excerpt: str) -> Counter[int]:
    """Return the words that people read of an article with these texts, as they are stored."""
    headline = display_text(title)
    return counts(headline, summary(excerpt, headline))


def day_number(day: date) -> int:
    return day.toordinal() - FIRST_DAY


def known_words(words: Iterable[int]) -> dict[int, int]:
    """Return how many articles hold each of these words, and how many there are, under `ALL`."""
    known = KnownWord.objects.filter(word__among=list({ALL, *words}))
    return dict(known.values_list("word", "articles"))
