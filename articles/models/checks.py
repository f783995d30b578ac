"""Constraints that both databases hold: SQLite ignores max_length, so it is checked there too; and
an index."""

from django.db.models import BaseConstraint, CheckConstraint, Index, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


def max_length(model: str, **limits: int) -> list[BaseConstraint]:
    """One named constraint a field: `max_length("topic", name=100)` -> `topic_name_max_100`."""
    return [
        CheckConstraint(
            condition=LessThanOrEqual(Length(field), limit), name=f"{model}_{field}_max_{limit}"
        )
        for field, limit in limits.items()
    ]


def one_of(model: str, field: str, values: list[str]) -> CheckConstraint:
    """The field holds one of its choices."""
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"{model}_{field}_known")


def filled(model: str, field: str) -> Index:
    """An index of the rows in which a foreign key is not NULL."""
    return Index(
        fields=[field], condition=Q(**{f"{field}__isnull": False}), name=f"{model}_{field}"
    )


def within(model: str, field: str, low: int, high: int) -> CheckConstraint:
    """The number lies between `low` and `high`, both included; NULL passes."""
    return CheckConstraint(
        condition=Q(**{f"{field}__range": (low, high)}),
        name=f"{model}_{field}_{abs(low)}_to_{high}",
    )
