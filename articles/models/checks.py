"""Constraints that both databases hold: SQLite ignores max_length, so it is checked there too; and
indexes."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import BaseConstraint, CheckConstraint, Index, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


def max_length(model: str, **limits: int) -> list[BaseConstraint]:
    """Return a constraint for each field: `max_length("topic", name=100)` ->
    `topic_name_max_100`."""
    return [
        CheckConstraint(
            condition=LessThanOrEqual(Length(field), limit), name=f"{model}_{field}_max_{limit}"
        )
        for field, limit in limits.items()
    ]


def choices_of(values: Iterable[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value.capitalize()) for member in values]


def one_of(model: str, field: str, values: Iterable[str]) -> CheckConstraint:
    known = [str(value) for value in values]
    return CheckConstraint(condition=Q(**{f"{field}__in": known}), name=f"{model}_{field}_known")


def filled(model: str, field: str) -> Index:
    return Index(
        fields=[field], condition=Q(**{f"{field}__isnull": False}), name=f"{model}_{field}"
    )


def index_where(name: str, which: Q, *fields: str) -> Index:
    return Index(fields=fields, condition=which, name=name)


def ranked(name: str, which: Q) -> list[Index]:
    """Return indexes along the desk's orders of those articles that stand at their far ends: a walk
    along all of them would meet those last."""
    orders = {"quality": "-score", "heat": "-weight"}
    return [
        index_where(f"article_{name}_by_{order}", which, first, "-id")
        for order, first in orders.items()
    ]


def within(model: str, field: str, low: int, high: int) -> CheckConstraint:
    return CheckConstraint(
        condition=Q(**{f"{field}__range": (low, high)}),
        name=f"{model}_{field}_{abs(low)}_to_{high}",
    )
