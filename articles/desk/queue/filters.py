"""What an editor can ask of the queue. The filters live in the address, so a view can be shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, Model, OuterRef
from django.http import QueryDict

from articles import search
from articles.desk import topic_choices
from articles.models import (
    Article,
    ArticleImage,
    ArticleTopic,
    Conflict,
    ImportItem,
    Provider,
    RelatedLink,
    Review,
    State,
)
from articles.models.article import ArticleQuerySet
from articles.paging import capped_count

SORTS = {
    "newest": ("Newest", ("-published_at", "-id")),
    "quality": ("Score", ("-score", "-id")),
    "heat": ("Heat", ("-weight", "-id")),
    "imported": ("Last imported", ("-imported_at", "-id")),
}
STATES = [
    (State.PUBLISHED, "Published"),
    (State.UNPUBLISHED, "Held"),
    (State.UNSET, "The seed does not say"),
]
REVIEWS = [
    (Review.UNREVIEWED, "Not yet reviewed"),
    (Review.REVIEWED, "Reviewed"),
    (Review.REJECTED, "Rejected"),
]
YES_NO = [("yes", "Yes"), ("no", "No")]
SCORE_MAX = 10_000
MAX_KEY = 2**31 - 1
FEW = 1000  # articles of a topic that are sorted in no time


class NumberFilter(django_filters.Filter):
    field_class = forms.IntegerField


class HasFilter(django_filters.ChoiceFilter):
    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, empty_label="Any", **kwargs)
        self.rows = model

    def filter(self, qs: ArticleQuerySet, value: str) -> ArticleQuerySet:
        if not value:
            return qs
        exists = Exists(self.rows._default_manager.filter(article=OuterRef("pk")))
        return qs.filter(exists if value == "yes" else ~exists)


def _date(label: str, **kwargs: Any) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={"type": "date"})
    return django_filters.DateFilter(label=label, widget=widget, **kwargs)


def _score(label: str, lookup: str) -> NumberFilter:
    return NumberFilter("score", lookup, label=label, min_value=0, max_value=SCORE_MAX)


class ArticleFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Text", method="with_text", max_length=500)
    topic = django_filters.ChoiceFilter(
        label="Topic",
        choices=partial(topic_choices.choices, "slug"),  # asked for where the field is in use
        empty_label="Any",
        method="in_topic",
    )
    provider = django_filters.CharFilter(label="Provider", method="of_provider", max_length=253)
    state = django_filters.ChoiceFilter(label="State", choices=STATES, empty_label="Any")
    review = django_filters.ChoiceFilter(label="Review", choices=REVIEWS, empty_label="Any")
    type = django_filters.ChoiceFilter(
        label="Type", choices=[("article", "Article"), ("video", "Video")], empty_label="Any"
    )
    at_least = _score("Score from", "gte")
    at_most = _score("Score to", "lte")
    since = _date("From", method="published_since")
    until = _date("Until", method="published_until")
    picture = HasFilter(ArticleImage, label="Picture")
    related = HasFilter(RelatedLink, label="Related")
    conflict = HasFilter(Conflict, label="Conflict")
    batch = NumberFilter(label="Import", method="of_import", min_value=1, max_value=MAX_KEY)

    class Meta:
        model = Article
        fields: list[str] = []

    def with_text(self, queryset: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        return search.matching(queryset, value)

    def in_topic(self, queryset: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Keep those filed under the topic or a descendant, which have a row there as well.

        Few articles are collected and sorted; many are met soon on a walk along the order.
        """
        filed = ArticleTopic.objects.filter(topic__slug=value)
        if capped_count(filed, FEW) <= FEW:
            return queryset.filter(pk__in=filed.values("article"))
        return queryset.filter(Exists(filed.filter(article=OuterRef("pk"))))

    def of_provider(self, queryset: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Keep those of the provider of that domain, or of all whose name contains the text."""
        exact = Provider.objects.filter(domain=value.lower().removeprefix("www.")).first()
        if exact:
            return queryset.filter(provider=exact)
        named = Provider.objects.filter(name__icontains=value)
        return queryset.filter(provider__in=named.values("pk"))

    def published_since(self, queryset: ArticleQuerySet, name: str, value: date) -> ArticleQuerySet:
        return queryset.filter(published_at__gte=datetime.combine(value, time.min, UTC))

    def published_until(self, queryset: ArticleQuerySet, name: str, value: date) -> ArticleQuerySet:
        return queryset.filter(published_at__lte=datetime.combine(value, time.max, UTC))

    def of_import(self, queryset: ArticleQuerySet, name: str, value: int) -> ArticleQuerySet:
        """Keep those that the import brought or changed, also where a later one changed them."""
        items = ImportItem.objects.filter(batch=value, article=OuterRef("pk"))
        return queryset.filter(Exists(items))

    def active(self) -> list[Active]:
        values = self.form.cleaned_data if self.form.is_valid() or self.form.errors else {}
        return [
            self._active(name, value) for name, value in values.items() if value not in ("", None)
        ]

    def _active(self, name: str, value: object) -> Active:
        field = self.form.fields[name]
        options = dict(getattr(field, "choices", []))
        shown = options.get(value, value)
        if isinstance(shown, date):
            shown = f"{shown.day} {shown:%B %Y}"
        return Active(name, f"{field.label}: {str(shown).strip()}")


@dataclass(frozen=True)
class Active:
    name: str
    label: str


def filtered(params: QueryDict, articles: ArticleQuerySet) -> tuple[ArticleQuerySet, list[Active]]:
    """Return those of the articles that the parameters ask for, and the filters in force.

    Without a filter there is no form to build, which takes longer than the list itself.
    """
    if not any(params.get(name) for name in ArticleFilter.base_filters):
        return articles, []
    filters = ArticleFilter(params, articles)
    return filters.qs, filters.active()
