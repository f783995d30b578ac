"""Keyset pages: a page starts where the last one ended, so page 1,000 costs what page 1 costs."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DateField, DateTimeField, Field, Model, Q, QuerySet

COUNT_CAP = 1000
FEW = 1000  # rows that are sorted in no time
LARGEST = 2**63 - 1  # of a database's integers; no row has it

Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`after` is the cursor of the next page, None on the last; `first` tells the first page."""

    rows: list[Row]
    after: str | None
    first: bool


def page(
    queryset: QuerySet[Row],
    order: Sequence[str],
    cursor: str,
    size: int,
    also: Sequence[Row] = (),
) -> Page[Row]:
    """Return the `size` rows of `queryset` that come after `cursor` ("" = from the start).

    `order` names concrete columns that are never NULL, all ascending or all descending ("-day"),
    the last one unique. A cursor that cannot be read, such as a mangled link, starts from the top.
    `also` are rows that have their place among the others and that the query does not find.
    """
    ordered = queryset.order_by(*order)
    start = _read(queryset.model, order, cursor)
    if start:
        ordered = ordered.filter(_beyond(order, start))
    rows = _merged(ordered[: size + 1], _rest(also, order, start), order)
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, cursor_at(rows[-1], order) if more else None, not start)


def cursor_before(
    queryset: QuerySet[Any],
    order: Sequence[str],
    cursor: str,
    size: int,
    also: Sequence[Any] = (),
) -> str | None:
    """Return the cursor of the page of `size` rows that ends at `cursor`, "" if that is the first
    one; None where nothing comes before."""
    start = _read(queryset.model, order, cursor)
    if not start:
        return None
    back = [_turned(name) for name in order]
    rows = queryset.order_by(*back).filter(_beyond(back, start, inclusive=True))[: size + 1]
    found = _merged(rows, _rest(also, back, start, inclusive=True), back)
    if len(found) > size:
        return cursor_at(found[size], order)
    return "" if found else None


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def capped_count(queryset: QuerySet[Any], cap: int = COUNT_CAP) -> int:
    """Count the rows, but look at no more than `cap` + 1 of them: show that as "1,000+"."""
    return queryset.order_by()[: cap + 1].count()


def few(keys: QuerySet[Any, int]) -> list[int] | None:
    """Return these keys where they are few, None where they are many. An index has to tell.

    Few rows are collected and sorted; many are met soon on a walk along the order.
    """
    found = list(keys.order_by()[: FEW + 1])
    return found if len(found) <= FEW else None


def where(queryset: Rows, condition: Q) -> Rows:
    """Keep the rows that the condition holds for, which an index knows; the few first."""
    keys = few(queryset.model._default_manager.filter(condition).values_list("pk", flat=True))
    return queryset.filter(condition) if keys is None else queryset.filter(pk__among=keys)


def _merged(rows: Iterable[Row], also: Sequence[Row], order: Sequence[str]) -> list[Row]:
    if not also:
        return list(rows)
    descending = order[0].startswith("-")
    return sorted([*rows, *also], key=lambda row: _place(row, order), reverse=descending)


def _rest(
    also: Sequence[Row], order: Sequence[str], start: list[Any], *, inclusive: bool = False
) -> list[Row]:
    """Return those that come after `start`, as `_beyond` has it of the others."""
    if not start:
        return list(also)
    follows = operator.lt if order[0].startswith("-") else operator.gt
    places = [(row, _place(row, order)) for row in also]
    return [row for row, at in places if follows(at, start) or (inclusive and at == start)]


def _place(row: Model, order: Sequence[str]) -> list[Any]:
    return [getattr(row, name) for name in _names(order)]


def _names(order: Sequence[str]) -> list[str]:
    return [name.removeprefix("-") for name in order]


def _beyond(order: Sequence[str], start: list[Any], *, inclusive: bool = False) -> Q:
    then = "lt" if order[0].startswith("-") else "gt"
    names = _names(order)
    beyond = Q(**dict(zip(names, start, strict=True))) if inclusive else Q()
    for depth, name in enumerate(names):
        equal = Q(**dict(zip(names[:depth], start, strict=False)))
        beyond |= equal & Q(**{f"{name}__{then}": start[depth]})
    # (a, b) > (x, y), spelled so that both databases turn it into one index range.
    return Q(**{f"{names[0]}__{then}e": start[0]}) & beyond


def cursor_at(row: Model, order: Sequence[str]) -> str:
    """Return the cursor of the page that begins after this row."""
    values = _place(row, order)
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
    if not isinstance(target, DateField) and isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError("beyond the database's integers")
    return value
