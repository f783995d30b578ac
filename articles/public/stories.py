"""Which stories a reader's page shows, in which order. Nothing here returns a hidden article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from articles import paging
from articles.models import FOLDED, Article, ArticleTopic, Provider, RelatedLink, Topic

PAGE_SIZE = 30
SECTIONS = 8  # as many root topics as the masthead names
UNREAD = ("featured_content", "extra")  # long columns that no page shows


@dataclass(frozen=True)
class Day:
    """The stories of one UTC day, strongest first."""

    date: date
    stories: list[Article]


def front(cursor: str) -> paging.Page[Article]:
    """A page of the newest stories of every topic: rows that hold no more than their place."""
    places = Article.objects.listed().only("id", "day", "weight")
    return paging.page(places, ["-day", "-weight", "-id"], cursor, PAGE_SIZE)


def of_topic(topic: Topic, cursor: str = "", size: int = PAGE_SIZE) -> paging.Page[ArticleTopic]:
    """A page of places in a topic and everything below it."""
    return paging.page(filed(topic), ["-day", "-weight", "-article_id"], cursor, size)


def filed(topic: Topic) -> QuerySet[ArticleTopic]:
    """The places of a topic's stories; the articles are asked again when they are fetched."""
    return ArticleTopic.objects.filter(topic=topic, public__in=[True], weight__gt=FOLDED)


def cards(pks: Sequence[int]) -> list[Article]:
    """These articles in this order, with all that a list shows; hidden and folded ones left out."""
    articles = in_order(with_coverage(Article.objects.all()), pks)
    name_sources(articles)
    return articles


def in_order(articles: QuerySet[Article], pks: Sequence[int]) -> list[Article]:
    """Those of the articles that lists may show, in the order of `pks`.

    They are fetched by key and nothing else: to filter them as well, SQLite would rather walk
    through every public article.
    """
    found = articles.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found and found[pk].is_listed]


def with_coverage(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Cards, and as `coverage` what else was written about the story."""
    links = RelatedLink.objects.for_readers().defer(
        "excerpt", "target__excerpt", *(f"target__{name}" for name in UNREAD)
    )
    coverage = Prefetch("links", links, to_attr="coverage")
    return articles.with_cards().prefetch_related(coverage).defer(*UNREAD)


def name_sources(articles: Iterable[Article]) -> None:
    """Give each link that leads elsewhere its `provider`, where we know one by that domain."""
    links = [link for article in articles for link in article.coverage if link.target is None]
    domains = {link.provider_domain for link in links}
    known = Provider.objects.select_related("logo").in_bulk(domains, field_name="domain")
    for link in links:
        link.provider = known.get(link.provider_domain)


def by_day(articles: Iterable[Article]) -> list[Day]:
    """Articles that are already in the order of their days, grouped by it."""
    return [Day(day, list(rows)) for day, rows in groupby(articles, lambda row: row.day)]


def top(articles: Sequence[Article]) -> Sequence[Article]:
    """What opens the front page: the strongest story, and the next three if its day has as many."""
    first = [article for article in articles[:4] if article.day == articles[0].day]
    return first if len(first) == 4 else first[:1]


def beside(article: Article, size: int) -> list[Article]:
    """The strongest recent stories of the article's first topic, without itself."""
    topics = article.listed_topics
    if not topics:
        return []
    places = of_topic(topics[0], size=size + 1).rows
    pks = [place.article_id for place in places if place.article_id != article.pk][:size]
    return in_order(Article.objects.select_related("provider__logo").defer(*UNREAD), pks)


def live(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Those of the topics that have a story to show."""
    stories = ArticleTopic.objects.filter(
        topic=OuterRef("pk"), public__in=[True], weight__gt=FOLDED
    )
    return topics.filter(Exists(stories))


def sections() -> list[Topic]:
    """The root topics of the masthead."""
    return list(live(Topic.objects.roots())[:SECTIONS])
