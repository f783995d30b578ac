"""What an editor can ask of the queue. The filters live in the address, so a view can be shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import django_filters
from django.contrib.auth.models import User
from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone

from articles.models import Article, Review, State, Topic
from articles.models.article import ArticleQuerySet
from articles.paging import LARGEST, few
from articles.query import conditions, names
from articles.query.compile import Found, found
from articles.query.language.parser import parts
from articles.queue import score_bands
from articles.queue.decision_filters import DecisionFilter
from articles.queue.fields import DayField, NumberField, TopicField
from articles.queue.indexed import begin, end, few_asked_for
from articles.seeds.limits import MAX_SCORE
from articles.times import long_date

SORTS = {
    "newest": ("Newest", ("-published_at", "-id")),
    "quality": ("Score", ("-score", "-id")),
    "heat": ("Heat", ("-weight", "-id")),
    "imported": ("Last imported", ("-imported_at", "-id")),
}


def sort_of(params: QueryDict) -> str:
    sort = params.get("sort", "")
    return sort if sort in SORTS else "newest"


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


class NumberFilter(django_filters.Filter):
    field_class = NumberField


class HasFilter(django_filters.ChoiceFilter):
    def __init__(self, condition: Callable[[], Q], **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, empty_label="Any", **kwargs)
        self.condition = condition

    def filter(self, qs: ArticleQuerySet, value: str) -> ArticleQuerySet:
        if not value:
            return qs
        return qs.filter(self.condition() if value == "yes" else ~self.condition())


class TopicFilter(django_filters.Filter):
    field_class = TopicField


class DayFilter(django_filters.Filter):
    field_class = DayField


def _day(label: str, **kwargs: Any) -> DayFilter:
    return DayFilter(label=label, max_length=30, **kwargs)


def _score(label: str) -> NumberFilter:
    return NumberFilter(label=label, method="scored", min_value=0, max_value=MAX_SCORE)


class ArticleFilter(DecisionFilter):
    topic = TopicFilter(label="Topic", method="in_topic")
    provider = django_filters.CharFilter(label="Provider", method="of_provider", max_length=253)
    state = django_filters.ChoiceFilter(label="State", choices=STATES, empty_label="Any")
    review = django_filters.ChoiceFilter(label="Review", choices=REVIEWS, empty_label="Any")
    type = django_filters.ChoiceFilter(
        label="Type", choices=[("article", "Article"), ("video", "Video")], empty_label="Any"
    )
    band = django_filters.ChoiceFilter(
        label="Score", choices=score_bands.CHOICES, empty_label="Any", method="in_band"
    )
    at_least = _score("Score from")
    at_most = _score("Score to")
    since = _day("From", method="published_since")
    until = _day("Until", method="published_until")
    picture = HasFilter(conditions.with_picture, label="Picture")
    related = HasFilter(conditions.with_related, label="Related")
    conflict = HasFilter(conditions.with_conflict, label="Conflict")
    batch = NumberFilter(label="Import", method="of_import", min_value=1, max_value=LARGEST)

    class Meta:
        model = Article
        fields: list[str] = []

    def in_topic(self, queryset: ArticleQuerySet, name: str, value: Topic) -> ArticleQuerySet:
        return queryset.filter(conditions.under_topic(topic=value.pk))

    def of_provider(self, queryset: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        keys = names.provider_keys(value)
        if len(keys) == 1 and self._sort == "newest":
            return queryset.filter(provider=keys[0])  # an index of theirs has that order
        theirs = few(Article.objects.filter(provider__in=keys).values_list("pk", flat=True))
        if theirs is None:
            return queryset.alias(source=F("provider_id") + 0).filter(source__in=keys)
        return queryset.filter(pk__among=theirs)

    def published_since(self, queryset: ArticleQuerySet, name: str, value: date) -> ArticleQuerySet:
        return queryset.filter(published_at__gte=begin(value))

    def published_until(self, queryset: ArticleQuerySet, name: str, value: date) -> ArticleQuerySet:
        return queryset.filter(published_at__lte=end(value))

    def scored(self, queryset: ArticleQuerySet, name: str, value: int) -> ArticleQuerySet:
        """Keep those with such a score. Only a list by score is to be read off its index: SQLite
        would rather sort all that are in a range than walk."""
        bound = {f"{self._score_column}__{'gte' if name == 'at_least' else 'lte'}": value}
        return queryset.alias(points=F("score") + 0).filter(**bound)

    def in_band(self, queryset: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        condition = score_bands.walked(value, self._score_column)
        return queryset.alias(points=F("score") + 0).filter(condition)

    @property
    def _score_column(self) -> str:
        return "score" if self._sort == "quality" else "points"

    def filter_queryset(self, queryset: ArticleQuerySet) -> ArticleQuerySet:
        """Collect what few articles say so of themselves, before a walk that might not meet any."""
        found = super().filter_queryset(queryset)
        keys = few_asked_for(dict(self._asked()))
        return found if keys is None else found.filter(pk__among=keys)

    def of_import(self, queryset: ArticleQuerySet, name: str, value: int) -> ArticleQuerySet:
        return queryset.filter(conditions.of_import(value))

    @property
    def _sort(self) -> str:
        return sort_of(self.data)

    def active(self) -> list[Active]:
        return [self._active(name, value) for name, value in self._asked()]

    def _asked(self) -> list[tuple[str, Any]]:
        values = self.form.cleaned_data if self.form.is_valid() or self.form.errors else {}
        return [(name, value) for name, value in values.items() if value not in ("", None)]

    def _active(self, name: str, value: object) -> Active:
        field = self.form.fields[name]
        options = dict(getattr(field, "choices", []))
        shown = str(options.get(value, value))
        if isinstance(value, date):
            shown = _dated(value, str(self.data.get(name, "")).strip())
        return Active(name, f"{field.label}: {shown}")


@dataclass(frozen=True)
class Active:
    name: str
    label: str


@dataclass(frozen=True)
class Part:
    """A part of the search, and the search `without` it."""

    label: str
    without: str


class Asked(NamedTuple):
    """The articles that filters and search ask for, and what was asked."""

    found: Found
    said: list[Part]
    in_force: list[Active]

    @property
    def is_everything(self) -> bool:
        """Return whether nothing was asked for: it is all that there was."""
        return not (self.said or self.in_force)


def asked(params: QueryDict, articles: ArticleQuerySet, by: User) -> Asked:
    """Return those of the articles that the parameters ask for; raises QueryError."""
    text, now = params.get("q", ""), timezone.now()
    narrowed, in_force = filtered(params, articles)
    described = found(text, narrowed, by=by, now=now)
    said = [_part(text, place.start, place.end) for place in parts(text, now)]
    return Asked(described, said, in_force)


def filtered(params: QueryDict, articles: ArticleQuerySet) -> tuple[ArticleQuerySet, list[Active]]:
    """Return those of the articles that the filters let through, and the filters in force.

    Without a filter there is no form to build, which takes longer than the list itself.
    """
    if not any(params.get(name) for name in ArticleFilter.base_filters):
        return articles, []
    filters = ArticleFilter(params, articles)
    return filters.qs, filters.active()


def _dated(value: date, typed: str) -> str:
    """Say a day or a moment in full, after the words that somebody has typed for it."""
    day = long_date(value)
    said = f"{day}, {value:%H:%M}" if isinstance(value, datetime) else day
    return said if typed[:4].isdigit() else f"{typed}, {said}"


def _part(text: str, start: int, end: int) -> Part:
    return Part(text[start:end], f"{text[:start].rstrip()} {text[end:].lstrip()}".strip())
