"""Conditions on articles that queues, filters and the search language have in common."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import (
    ArticleImage,
    ArticleTopic,
    Conflict,
    ImportItem,
    Provider,
    RelatedLink,
)
from articles.models.provider import ProviderQuerySet
from articles.paging import few
from articles.site import choices

BORDER = 10  # how far from the threshold a score is still doubtful


def border() -> tuple[int, int]:
    threshold = choices.threshold()
    return max(threshold - BORDER, 0), threshold + BORDER


def in_conflict() -> Q:
    return Q(pk__in=Conflict.objects.values("article"))


def of_muted() -> Q:
    return Q(provider__in=Provider.objects.muted().order_by().values("pk"))


def under_topic(**which: Any) -> Q:
    """Return the condition on those filed under the topic or a descendant, which have a row there
    as well."""
    return among(ArticleTopic.objects.filter(**which))


def of_import(number: int) -> Q:
    """Return the condition on those that the import brought or changed, also where a later one
    changed them."""
    return among(ImportItem.objects.filter(batch=number, article__isnull=False))


def with_topic() -> Q:
    return among(ArticleTopic.objects.all())


def with_picture() -> Q:
    return among(ArticleImage.objects.all())


def with_conflict() -> Q:
    return among(Conflict.objects.all())


def with_related() -> Q:
    return among(RelatedLink.objects.all())


def providers(text: str) -> ProviderQuerySet:
    """Return the provider of that domain, or all whose name contains the text."""
    exact = Provider.objects.filter(domain=text.lower().removeprefix("www.")).order_by()
    return exact if exact.exists() else Provider.objects.filter(name__icontains=text).order_by()


def among(rows: QuerySet[Any]) -> Q:
    """Return the condition on articles that one of these rows is about, the few first."""
    keys = few(rows.values_list("article", flat=True))
    if keys is None:
        return Q(Exists(rows.filter(article=OuterRef("pk"))))
    return Q(pk__among=keys)
