"""Articles as the values that a merge compares: the database's side of `seeds.values`."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from articles.actions.rules.standing import bare, of
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
from articles.seeds.values import METRICS, PLAIN, ArticleValues, LinkValue


def for_merge(articles: QuerySet[Article], *, texts: bool = False) -> QuerySet[Article]:
    """Fetch all that a merge compares; with `texts`, of which files are asked, what they say."""
    seeds = SeedFile.objects.all() if texts else SeedFile.objects.defer("text")
    return articles.select_related("provider").prefetch_related(
        Prefetch("article_topics", ArticleTopic.objects.filter(position__isnull=False)),
        Prefetch("article_images", ArticleImage.objects.select_related("image")),
        Prefetch("seed_files", seeds),
        "links",
        "conflicts",
    )


def article_values(article: Article) -> ArticleValues:
    """Return what the article says by its seed and by people, without what rules made of it."""
    rows = sorted(article.article_topics.all(), key=lambda row: row.position or 0)
    row = bare(of(article, tuple(row.topic_id for row in rows)))
    rejected = row.review == Review.REJECTED
    own: dict[str, Any] = {name: getattr(article, name) for name in PLAIN if name not in METRICS}
    return ArticleValues(
        **{**own, "quality": row.quality},
        heat=FOLDED if article.folded_into_id else article.heat,
        state=(State.UNPUBLISHED if rejected else State(row.state)).value,
        provider=(article.provider.domain, article.provider_name),
        topics=row.topics,
        images=tuple(row.image.url for row in article.article_images.all()),
        related=tuple(link_value(link) for link in article.links.all()),
    )


def link_value(link: RelatedLink) -> LinkValue:
    return LinkValue(*(getattr(link, name) for name in LinkValue._fields))


def decided_fields(article: Article) -> tuple[str, ...]:
    """Return the fields in which an editor has decided, perhaps to agree with the seed."""
    return ("state", "quality") if article.decided_at else ()
