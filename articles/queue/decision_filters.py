"""Filters of the queue that ask what people decided: by whom, when, how soon, against what."""

from __future__ import annotations

from datetime import datetime

import django_filters
from django.contrib.auth.models import User
from django.db.models import F
from django.db.models.functions import Coalesce

from articles.figures.numbers import WAITS
from articles.models import Against, Decision
from articles.models.article import ArticleQuerySet
from articles.query.conditions import among
from articles.queue.fields import MomentField
from articles.times import bands

ANY = "any"
NAMES = ("readers", "assigned", "by", "decided_since", "decided_until", "against", "waited")
WAIT_NAMES = bands(WAITS)


class MomentFilter(django_filters.Filter):
    field_class = MomentField


def _moment(label: str, lookup: str) -> MomentFilter:
    return MomentFilter(lookup_expr=lookup, label=label, method="decided", max_length=30)


def _person(label: str, field: str) -> django_filters.CharFilter:
    return django_filters.CharFilter(field, label=label, method="of_person", max_length=150)


class DecisionFilter(django_filters.FilterSet):
    """All but the last two ask any article; those know the decisions of the last month.

    Where they ask for many, no index is to answer: SQLite would rather sort all that somebody
    decided, or that was decided since, than walk.
    """

    readers = django_filters.ChoiceFilter(
        label="Readers see it",
        choices=[("yes", "Yes"), ("no", "No")],
        empty_label="Any",
        method="seen_by_readers",
    )
    assigned = _person("Assigned to", "assigned_to")
    by = _person("Decided by", "decided_by")
    decided_since = _moment("Decided from", "gte")
    decided_until = _moment("Decided before", "lt")
    against = django_filters.ChoiceFilter(
        label="Against the machine",
        choices=[(ANY, "Yes"), *Against.choices],
        empty_label="Any",
        method="against_the_machine",
    )
    waited = django_filters.ChoiceFilter(
        label="Time to decide",
        choices=[(str(band), name) for band, name in enumerate(WAIT_NAMES)],
        empty_label="Any",
        method="decided_after",
    )

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Put these behind all others, which are asked for more often."""
        filters = super().get_filters()
        last = [name for name in NAMES if name in filters]
        return {
            **{n: filters[n] for n in filters if n not in last},
            **{n: filters[n] for n in last},
        }

    def seen_by_readers(self, queryset: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        return queryset.filter(public=value == "yes")  # a bare column, which no index answers

    def decided(self, queryset: ArticleQuerySet, name: str, value: datetime) -> ArticleQuerySet:
        lookup = self.filters[name].lookup_expr
        moment = Coalesce("decided_at", "decided_at")
        return queryset.alias(decided_then=moment).filter(**{f"decided_then__{lookup}": value})

    def of_person(self, queryset: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        person = User.objects.filter(username=value).values_list("pk", flat=True).first()
        key = {f"{name}_key": F(f"{name}_id") + 0}
        return queryset.alias(**key).filter(**{f"{name}_key": person or 0})

    def against_the_machine(
        self, queryset: ArticleQuerySet, name: str, value: str
    ) -> ArticleQuerySet:
        kinds = Against.values if value == ANY else [value]
        return queryset.filter(among(Decision.objects.filter(against__in=kinds)))

    def decided_after(self, queryset: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        low, high = [0, *WAITS][int(value)], [*WAITS, None][int(value)]
        decisions = Decision.objects.filter(waited__gte=low)
        decisions = decisions.filter(waited__lt=high) if high else decisions
        return queryset.filter(among(decisions))
