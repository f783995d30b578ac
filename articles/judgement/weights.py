"""How much words tell: much where a text says them often, and other texts seldom do."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import nlargest
from math import exp, log, sqrt
from typing import NamedTuple

ALL = 0  # among numbers of words, the one for how many articles there are
KEPT = 24  # words of an article by which it is found
# With fewer articles nobody knows what is common: words tell as much as among so many.
FEWEST = 1000
HOURS = 120.0  # after which nothing belongs together any more


class Weighed(NamedTuple):
    """The words by which an article is found, with how often it says each, and its length over all
    its words, by which likeness is divided."""

    kept: list[tuple[int, int]]
    norm: float


def weight(count: int) -> float:
    return 1 + log(count)


def idf(holding: int, articles: int) -> float:
    """Return how much a word tells that so many of all articles hold."""
    return max(log((max(articles, FEWEST) + 1) / (holding + 1)), 0.0)


def weighed(counts: Mapping[int, int], holding: Mapping[int, int]) -> Weighed:
    """Weigh words by how many articles hold each: `holding`, none for those that are not there, and
    under `ALL` how many articles there are."""
    articles = holding.get(ALL, 0)
    tells = {
        word: weight(count) * idf(holding.get(word, 0), articles) for word, count in counts.items()
    }
    kept = nlargest(KEPT, tells, key=lambda word: (tells[word], word))
    return Weighed(
        [(word, counts[word]) for word in kept], sqrt(sum(t * t for t in tells.values()))
    )


def likeness(cosine: float, hours: float) -> float:
    """Return how sure it is that two articles belong together, from 0 to 1."""
    return min(cosine, 1.0) * exp(-abs(hours) / HOURS)
