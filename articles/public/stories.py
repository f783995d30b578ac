"""Which stories a reader's page shows, in which order. Nothing here returns a hidden article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Now

from articles import paging
from articles.display.cards import COLUMNS, Card, Link, Source, card, cards, links_of
from articles.display.prepared import NUMBER, Prepared
from articles.models import FOLDED, Article, ArticleTopic

PAGE_SIZE = 30
BESIDE = 4  # stories that lead on from another


@dataclass(frozen=True, slots=True)
class Story:
    article: Card
    coverage: Sequence[Link]


@dataclass(frozen=True, slots=True)
class More:
    """Stories of a source beyond its limit, which a list shows on demand."""

    source: Source
    stories: list[Story]


@dataclass(frozen=True, slots=True)
class Day:
    """The stories of one UTC day, strongest first."""

    date: date
    stories: list[Story]
    more: list[More]


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
FEATURED = Prepared(
    NUMBER,
    lambda topic: (
        filed(topic)
        .filter(article__features__topic=topic, article__features__until__gt=Now())
        .order_by("-article__features__pk")
        .values_list("article_id")
    ),
)


def front(cursor: str) -> paging.Page[Article]:
    keys = Article.objects.listed().only("id", "day", "weight")
    return paging.page(keys, ["-day", "-weight", "-id"], cursor, PAGE_SIZE)


def of_topic(topic: int, cursor: str = "") -> paging.Page[ArticleTopic]:
    return paging.page(filed(topic), ["-day", "-weight", "-article_id"], cursor, PAGE_SIZE)


def on_top_of(topic: int) -> list[int]:
    """Return the keys of what editors put first on the topic's page, the latest first."""
    return [key for (key,) in FEATURED(topic)]


def stories(keys: Sequence[int]) -> list[Story]:
    """Return these articles in this order, hidden and folded ones left out."""
    coverage = coverage_of(keys)
    return [Story(article, coverage[article.pk]) for article in listed(keys, topics=False)]


def listed(keys: Sequence[int], *, topics: bool = True, pictures: bool = True) -> list[Card]:
    found = cards(keys, topics=topics, pictures=pictures)
    return [article for article in found if article.is_listed]


def coverage_of(keys: Sequence[int]) -> dict[int, list[Link]]:
    return links_of(keys, for_readers=True)


def within_limits(stories: Iterable[Story]) -> tuple[list[Story], list[Story]]:
    """Return the stories of a page that stand in the list, and those beyond what editors let a
    source have of a day. A day that goes on on the next page counts anew there."""
    shown: list[Story] = []
    beyond: list[Story] = []
    counts: Counter[tuple[date, str]] = Counter()
    for story in stories:
        article = story.article
        counts[article.day, article.source.domain] += 1
        count = counts[article.day, article.source.domain]
        within = article.at_most is None or count <= article.at_most
        (shown if within else beyond).append(story)
    return shown, beyond


def by_day(shown: Iterable[Story], beyond: Iterable[Story]) -> list[Day]:
    days: dict[date, Day] = {}
    for story in shown:
        day = story.article.day
        days.setdefault(day, Day(day, [], [])).stories.append(story)
    for day, more in _more_of(beyond).items():
        days.setdefault(day, Day(day, [], [])).more.extend(more.values())
    return sorted(days.values(), key=lambda one: one.date, reverse=True)


def _more_of(beyond: Iterable[Story]) -> dict[date, dict[str, More]]:
    found: defaultdict[date, dict[str, More]] = defaultdict(dict)
    for story in beyond:
        source = story.article.source
        of_day = found[story.article.day]
        of_day.setdefault(source.domain, More(source, [])).stories.append(story)
    return found


def top(stories: Sequence[Story]) -> Sequence[Story]:
    """Return what opens the front page: the strongest story, and three more if its day has them."""
    first = [story for story in stories[:4] if story.article.day == stories[0].article.day]
    return first if len(first) == 4 else first[:1]


def lead_of(article: Card) -> Article | None:
    if article.weight > FOLDED:
        return None
    lead = Article.objects.get(pk=article.pk).lead
    return lead if lead and lead.is_public else None


def stays_for(slug: str) -> str:
    """Return the slug of the public story that a merged one has become, "" where there is none."""
    merged, known = Article.objects.filter(slug=slug, merged_into__isnull=False), set[int]()
    article = merged.select_related("merged_into").first()
    while article and article.merged_into and article.pk not in known:
        known.add(article.pk)
        article = article.merged_into
    stays = article and known and article.merged_into is None and article.is_public
    return article.slug if article and stays else ""


def beside(article: Card) -> list[Card]:
    if not article.topics:
        return []
    found = [card(row, "", ()) for row in STRONGEST(article.topics[0].pk)]
    return [other for other in found if other.is_listed and other.pk != article.pk][:BESIDE]
