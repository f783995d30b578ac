"""Conditions on articles that queues, filters and the search language have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least

from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Conflict,
    ImportItem,
    Provider,
    RelatedLink,
    Topic,
)
from articles.models.provider import ProviderQuerySet
from articles.paging import few
from articles.site import choices

BORDER = 15  # how far from its threshold a score is still doubtful
NEAR = (-BORDER, BORDER)


def threshold() -> Combinable:
    """Return the threshold of each article, as `articles.site.choices.threshold` does of one."""
    return Coalesce(F("threshold"), Value(choices.threshold()))


def reached_by(quality: int) -> Q:
    """Return the condition on those whose threshold the score reaches."""
    own = Q(threshold__lte=quality)
    return own | Q(threshold=None) if quality >= choices.threshold() else own


def away(low: int, high: int, column: str = "score") -> Q:
    """Return the condition on scores so far from the threshold, below it if negative, for a walk:
    no index answers it."""
    least, most = Greatest(threshold() + low, Value(0)), threshold() + high
    return Q(**{f"{column}__range": (least, most)})


def indexed(low: int, high: int, decided: Sequence[bool] = (False, True)) -> Q:
    """Return what `away` does in the words of the queue's indexes: one has the margins of those
    with a threshold of a topic's, one the scores of the others. It cannot be negated: where there
    is no margin, nothing is known."""
    site = choices.threshold()
    sites = Q(decided__in=decided, threshold=None, score__range=(max(site + low, 0), site + high))
    return Q(decided__in=decided, margin__range=(low, high)) | sites


def reach(low: int, high: int) -> tuple[Combinable, Combinable]:
    """Return the least and the highest score that is so far from any threshold that there is: where
    a walk by score begins and ends."""
    own, site = Topic.objects.with_threshold(), Value(choices.threshold())
    first, last = (
        Coalesce(Subquery(own.order_by(order).values("threshold")[:1]), site)
        for order in ("threshold", "-threshold")
    )
    return Greatest(Least(first, site) + low, Value(0)), Greatest(last, site) + high


def borderline() -> Q:
    # Open to one side: SQLite would rather sort all that are between two scores than walk.
    return measured(*NEAR) & Q(score__lte=reach(*NEAR)[1])


def measured(low: int, high: int) -> Q:
    """Return the condition on scores so far from the threshold, the few first."""
    keys = few(Article.objects.filter(indexed(low, high)).values_list("pk", flat=True))
    return away(low, high) if keys is None else Q(pk__among=keys)


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
