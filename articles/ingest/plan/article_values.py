"""Articles as the values that a merge compares: the database's side of `values`."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from articles.models import (
    FOLDED,
    Article,
    ArticleImage,
    ArticleTopic,
    RelatedLink,
    Review,
    SeedFile,
    State,
)
from articles.seeds.values import PLAIN, LinkValue, Values


def for_merge(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Everything that `of_article` reads, in a constant number of queries."""
    return articles.select_related("provider").prefetch_related(
        Prefetch("article_topics", ArticleTopic.objects.filter(position__isnull=False)),
        Prefetch("article_images", ArticleImage.objects.select_related("image")),
        Prefetch("seed_files", SeedFile.objects.defer("text")),
        "links",
        "conflicts",
    )


def of_article(article: Article) -> Values:
    """What we say, in the seed's terms; topics are primary keys and pictures addresses, in their
    order."""
    values: Values = {name: getattr(article, name) for name in PLAIN}
    values["heat"] = FOLDED if article.folded_into_id else article.heat
    values["state"] = (
        State.UNPUBLISHED if article.review == Review.REJECTED else State(article.state)
    ).value
    values["provider"] = (article.provider.domain, article.provider_name)
    rows = sorted(article.article_topics.all(), key=lambda row: row.position or 0)
    values["topics"] = tuple(row.topic_id for row in rows)
    values["images"] = tuple(row.image.url for row in article.article_images.all())
    values["related"] = tuple(of_link(link) for link in article.links.all())
    return values


def of_link(link: RelatedLink) -> LinkValue:
    return LinkValue(*(getattr(link, name) for name in LinkValue._fields))


def pinned(article: Article) -> tuple[str, ...]:
    """What an editor has decided stays, even where the decision was to agree with the seed."""
    return ("state", "quality") if article.decided_at else ()
