"""Which article is part of which story: folded into its lead by an editor, or by its seed, where
the lead lists it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeAlias

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable

from articles.models import FOLDED, Article, Place, RelatedLink

Articles: TypeAlias = QuerySet[Any, Any]  # with a `lead_key`, which the model has not
BY_SEED = Q(heat=FOLDED, folded_into=None)


def listing_leads() -> QuerySet[RelatedLink]:
    """Return the links from leads to an article that is asked about, its own lead's first."""
    links = RelatedLink.objects.filter(target=OuterRef("pk"), article__weight__gt=FOLDED)
    return links.order_by("position", "pk")


def lead_key() -> Combinable:
    """Return the key of the article that leads each one's story, NULL where nothing here does."""
    return Case(
        When(folded_into__isnull=False, then=F("folded_into")),
        When(heat=FOLDED, then=Subquery(listing_leads().values("article")[:1])),
        default=None,
        output_field=BigIntegerField(),
    )


def members_of(leads: Collection[int]) -> Articles:
    """Return what is part of these stories beside their leads, each with its `lead_key`. What is
    merged is no member: it is where the one is that stays."""
    edited = Article.objects.filter(folded_into__in=leads)
    listed = RelatedLink.objects.filter(article__in=leads, target__heat=FOLDED)
    keys = edited.order_by().values("pk").union(listed.order_by().values("target"))
    found = Article.objects.filter(pk__in=keys).annotate(lead_key=lead_key())
    return found.filter(lead_key__in=leads, merged_into=None)


def leads_of(keys: Collection[int]) -> dict[int, int]:
    """Return the leads of those of these articles that are part of a story, or lead one."""
    asked = Article.objects.order_by().filter(pk__in=keys)
    asked = asked.annotate(lead_key=lead_key(), leads=_has_members())
    rows = asked.values_list("pk", "lead_key", "leads")
    return {key: lead or key for key, lead, leads in rows if lead is not None or leads}


def _has_members() -> Q:
    edited = Article.objects.order_by().filter(folded_into=OuterRef("pk"), merged_into=None)
    listed = Article.objects.order_by().filter(BY_SEED, linked_from__article=OuterRef("pk"))
    own = listed.alias(lead_key=lead_key()).filter(lead_key=OuterRef("pk"))
    return Exists(edited) | Exists(own)


def newest_members() -> Articles:
    """Return the newest member of each story, its lead apart, with its `lead_key`. What is rejected
    makes no story new."""
    folded = Article.objects.filter(place=Place.FOLDED).annotate(lead_key=lead_key())
    return folded.filter(
        ~Exists(_newer(folded_into=OuterRef("lead_key"))),
        ~Exists(_newer(BY_SEED, linked_from__article=OuterRef("lead_key"))),
        lead_key__isnull=False,
        merged_into=None,
    )


def _newer(*conditions: Q, **values: Any) -> QuerySet[Article]:
    """Return what is of the same story and newer than the article that is asked about."""
    then = Q(published_at=OuterRef("published_at"), pk__gt=OuterRef("pk"))
    newer = Q(published_at__gt=OuterRef("published_at")) | then
    found = Article.objects.order_by().filter(
        newer, *conditions, place=Place.FOLDED, merged_into=None, **values
    )
    return found.alias(own=lead_key()).filter(own=OuterRef("lead_key"))
