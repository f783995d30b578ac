"""Which stories a reader's page shows, in which order. Nothing here returns a hidden article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from articles import paging
from articles.display.cards import COLUMNS, Card, Link, card, cards, links_of
from articles.display.prepared import NUMBER, Prepared
from articles.models import FOLDED, Article, ArticleTopic

PAGE_SIZE = 30
BESIDE = 4  # stories that lead on from another


@dataclass(frozen=True, slots=True)
class Story:
    article: Card
    coverage: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Day:
    """The stories of one UTC day, strongest first."""

    date: date
    stories: list[Story]


def filed(topic: int) -> QuerySet[ArticleTopic]:
    return ArticleTopic.objects.listed().filter(topic=topic)


STRONGEST = Prepared(
    NUMBER,
    lambda topic: (
        filed(topic)
        .order_by("-day", "-weight", "-article_id")
        .values_list(*(f"article__{name}" for name in COLUMNS))[: BESIDE + 1]
    ),
)


def front(cursor: str) -> paging.Page[Article]:
    keys = Article.objects.listed().only("id", "day", "weight")
    return paging.page(keys, ["-day", "-weight", "-id"], cursor, PAGE_SIZE)


def of_topic(topic: int, cursor: str = "") -> paging.Page[ArticleTopic]:
    return paging.page(filed(topic), ["-day", "-weight", "-article_id"], cursor, PAGE_SIZE)


def stories(keys: Sequence[int]) -> list[Story]:
    """Return these articles in this order, hidden and folded ones left out."""
    coverage = coverage_of(keys)
    return [Story(article, coverage[article.pk]) for article in listed(keys, topics=False)]


def listed(keys: Sequence[int], *, topics: bool = True, pictures: bool = True) -> list[Card]:
    found = cards(keys, topics=topics, pictures=pictures)
    return [article for article in found if article.is_listed]


def coverage_of(keys: Sequence[int]) -> dict[int, list[Link]]:
    return links_of(keys, for_readers=True)


def by_day(stories: Iterable[Story]) -> list[Day]:
    return [Day(day, list(rows)) for day, rows in groupby(stories, lambda row: row.article.day)]


def top(stories: Sequence[Story]) -> Sequence[Story]:
    """Return what opens the front page: the strongest story, and three more if its day has them."""
    first = [story for story in stories[:4] if story.article.day == stories[0].article.day]
    return first if len(first) == 4 else first[:1]


def lead_of(article: Card) -> Article | None:
    if article.weight > FOLDED:
        return None
    lead = Article.objects.get(pk=article.pk).lead
    return lead if lead and lead.is_public else None


def beside(article: Card) -> list[Card]:
    if not article.topics:
        return []
    found = [card(row, "", ()) for row in STRONGEST(article.topics[0].pk)]
    return [other for other in found if other.is_listed and other.pk != article.pk][:BESIDE]
