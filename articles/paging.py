"""Keyset pages: a page starts where the last one ended, so page 1,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DateField, DateTimeField, Field, Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`after` is the cursor of the next page, None on the last; `first` tells the first page."""

    rows: list[Row]
    after: str | None
    first: bool


def page(queryset: QuerySet[Row], order: Sequence[str], cursor: str, size: int) -> Page[Row]:
    """Return the `size` rows of `queryset` that come after `cursor` ("" = from the start).

    `order` names concrete columns that are never NULL, all ascending or all descending ("-day"),
    the last one unique. A cursor that cannot be read, such as a mangled link, starts from the top.
    """
    ordered = queryset.order_by(*order)
    start = _read(queryset.model, order, cursor)
    if start:
        ordered = ordered.filter(_beyond(order, start))
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, _write(rows[-1], order) if more else None, not start)


def capped_count(queryset: QuerySet[Any], cap: int = 1000) -> int:
    """Count the rows, but look at no more than `cap` + 1 of them: show that as "1,000+"."""
    return queryset.order_by()[: cap + 1].count()


def _names(order: Sequence[str]) -> list[str]:
    return [name.removeprefix("-") for name in order]


def _beyond(order: Sequence[str], start: list[Any]) -> Q:
    operator = "lt" if order[0].startswith("-") else "gt"
    names = _names(order)
    beyond = Q()
    for depth, name in enumerate(names):
        equal = Q(**dict(zip(names[:depth], start, strict=False)))
        beyond |= equal & Q(**{f"{name}__{operator}": start[depth]})
    # (a, b) > (x, y), spelled so that both databases turn it into one index range.
    return Q(**{f"{names[0]}__{operator}e": start[0]}) & beyond


def _write(row: Model, order: Sequence[str]) -> str:
    values = [getattr(row, name) for name in _names(order)]
    return "~".join(v.isoformat() if isinstance(v, date | datetime) else str(v) for v in values)


def _read(model: type[Model], order: Sequence[str], cursor: str) -> list[Any]:
    parts = cursor.split("~") if cursor else []
    fields = [model._meta.get_field(name.removesuffix("_id")) for name in _names(order)]
    if len(parts) != len(fields):
        return []
    try:
        return [_value(field, part) for field, part in zip(fields, parts, strict=True)]
    except (ValidationError, ValueError, OverflowError):
        return []


def _value(field: Any, part: str) -> Any:
    target: Field[Any, Any] = getattr(field, "target_field", field)
    target = getattr(target, "output_field", None) or target
    value = target.to_python(part)
    if isinstance(target, DateTimeField) and value is not None and value.tzinfo is None:
        raise ValueError("a cursor's time has a zone")
    if isinstance(value, datetime):
        return value.astimezone(UTC)  # beyond the year 9999 there, an error here and not later
    if not isinstance(target, DateField) and isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError("beyond the database's integers")
    return value
