"""What one row of the queue shows of an article, beyond its own fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.conf import settings
from django.utils import timezone

from articles import wording
from articles.desk.queue.explanations import why
from articles.models import Article

SCALE = 140  # the score at which the meter is full


@dataclass(frozen=True)
class Row:
    """`bar` and `mark` are the score and the threshold on the meter, 0 to SCALE."""

    article: Article
    status: str
    label: str
    why: str
    bar: int
    mark: int
    related: int
    following: int | None = None  # the article below it in the list


def row(article: Article, following: int | None = None) -> Row:
    """`article` comes from `for_desk()`, so that this costs no query."""
    conflicts = [conflict.field for conflict in article.conflicts.all()]
    status = wording.status(article, in_conflict=bool(conflicts))
    return Row(
        article=article,
        status=status,
        label=status.word,
        why=why(article, conflicts, settings.QUALITY_THRESHOLD, timezone.now()),
        bar=min(max(article.quality or 0, 0), SCALE),
        mark=min(settings.QUALITY_THRESHOLD, SCALE),
        related=len(article.links.all()),
        following=following,
    )


def rows(articles: Sequence[Article]) -> list[Row]:
    below = [article.pk for article in articles[1:]]
    return [row(article, pk) for article, pk in zip_longest(articles, below)]


def current(pk: int) -> Row | None:
    """The article as it is now; None if there is none."""
    article = Article.objects.for_desk().filter(pk=pk).first()
    return row(article) if article else None
