"""Whether two stories are one: the same page or the same text twice, not the same event in other
words. The import's preview and the desk ask the same rule.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from articles.judgement.duplicates import titles
from articles.judgement.words import words
from articles.text import display_text, summary

RULE = "duplicates-1"  # another number where it would say otherwise
SAME_PROVIDER = timedelta(days=120)  # between two stories with one title
NEAR = timedelta(days=5)
NEARER = timedelta(days=3)
FULL_EXCERPT = 12  # words that are enough to tell by an excerpt alone
ALIKE_TITLES = 0.5  # from here on, two providers may be telling of two parts of one series


@dataclass(frozen=True)
class Copy:
    """A story as the rule sees it: texts as they are stored, the provider's domain, and addresses
    as `duplicates.addresses.addresses_of` gives them."""

    title: str
    excerpt: str
    provider: str
    addresses: frozenset[str]
    published_at: datetime

    @cached_property
    def title_words(self) -> str:
        return titles.title_words(self.title)

    @cached_property
    def in_title(self) -> frozenset[str]:
        return frozenset(words(titles.bare(self.title)))

    @cached_property
    def in_excerpt(self) -> frozenset[str]:
        return frozenset(words(summary(self.excerpt, display_text(self.title))))

    @cached_property
    def in_text(self) -> frozenset[str]:
        return self.in_title | self.in_excerpt

    @cached_property
    def place_in_series(self) -> frozenset[str]:
        return titles.place_in_series(titles.bare(self.title))


def same_story(one: Copy, other: Copy) -> str:
    """Return why the two are one story, "" where they are not."""
    if one.addresses & other.addresses:
        return "the same address"
    apart, from_one = abs(one.published_at - other.published_at), one.provider == other.provider
    if _same_title(one, other) and apart <= (SAME_PROVIDER if from_one else NEAR):
        return "the same title"
    if apart > NEAR or min(len(one.in_text), len(other.in_text)) < titles.FEWEST_WORDS:
        return ""
    title = overlap(one.in_title, other.in_title)
    if one.place_in_series != other.place_in_series and (from_one or title >= ALIKE_TITLES):
        return ""
    return _same_text(one, other, title, apart, from_one=from_one)


def overlap(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return which part of all their words both have (Jaccard)."""
    both = one & other
    return len(both) / (len(one) + len(other) - len(both)) if both else 0.0


def _same_title(one: Copy, other: Copy) -> bool:
    return one.title_words != "" and one.title_words == other.title_words


def _same_text(one: Copy, other: Copy, title: float, apart: timedelta, *, from_one: bool) -> str:
    text = overlap(one.in_text, other.in_text)
    excerpt = overlap(one.in_excerpt, other.in_excerpt)
    if from_one:
        if text >= 0.75 and title >= 0.4:
            return "nearly the same text"
    elif text >= 0.55 and (title >= 0.2 or excerpt >= 0.6):
        return "nearly the same text"
    elif excerpt >= 0.6 and min(len(one.in_excerpt), len(other.in_excerpt)) >= FULL_EXCERPT:
        return "the same excerpt under another title"
    if apart <= NEARER and title >= 0.8 and text >= 0.25:
        return "nearly the same title, and much of the text"
    return ""
