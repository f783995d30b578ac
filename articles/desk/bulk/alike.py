"""The articles of a list that are like one of them: of its source, of its day, or the same text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q

from articles.models import Article

MOST = 1000
NEAR = timedelta(days=3)  # between copies of one text


def of_source(article: Article) -> Q:
    return Q(provider=article.provider_id)


def of_day(article: Article) -> Q:
    return Q(day=article.day)


def copies(article: Article) -> Q:
    """Return the condition on articles at its address, or with its title at about its time, or in
    the same story by an editor's hand."""
    near = (article.published_at - NEAR, article.published_at + NEAR)
    lead = article.folded_into_id or article.pk
    return (
        Q(pk__in=[article.pk, lead])
        | Q(canonical_url=article.canonical_url)
        | Q(title=article.title, published_at__range=near)
        | Q(folded_into=lead)
    )


KINDS: dict[str, Callable[[Article], Q]] = {"source": of_source, "day": of_day, "copies": copies}
