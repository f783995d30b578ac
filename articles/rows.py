"""Bulk writes of plain tuples. Making model instances costs several times the insert itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

from django.db import connection, models

Row = Sequence[Any]

Adapter = Callable[[Any], Any]


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    update_on: str = "",
) -> None:
    """Insert `rows`, whose values stand in the order of `columns` (`provider_id`, not `provider`).

    Columns left out get their field's default. With `update_on`, a unique column, a row that is
    there already is brought up to date instead. Call it inside a transaction.
    """
    fields = [_field(model, name) for name in columns]
    others = [
        field
        for field in model._meta.concrete_fields
        if field not in fields and not field.generated and not field.primary_key
    ]
    constants = [_prepared(field, field.get_default()) for field in others]
    adapters = [(place, adapt) for place, field in enumerate(fields) if (adapt := _adapter(field))]
    values = [_adapted([*row, *constants], adapters) for row in rows]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(_statement(model, fields + others, update_on), values)


def update(model: type[models.Model], column: str, rows: Iterable[tuple[Any, int]]) -> None:
    """Set one plain column: `rows` are pairs of its new value and the row's primary key."""
    values = list(rows)
    if values:
        quote = connection.ops.quote_name
        name, key = quote(str(_field(model, column).column)), quote(str(model._meta.pk.column))
        table = quote(model._meta.db_table)
        statement = f"UPDATE {table} SET {name} = %s WHERE {key} = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _prepared(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _adapted(values: list[Any], adapters: list[tuple[int, Adapter]]) -> list[Any]:
    for place, adapt in adapters:
        values[place] = adapt(values[place])
    return values


def _adapter(field: models.Field[Any, Any]) -> Adapter | None:
    """What the driver needs done to a field's values; most go to it as they are."""
    if isinstance(field, models.DateTimeField):
        # The same few moments stand in many rows and columns.
        return lru_cache(maxsize=None)(connection.ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.JSONField | models.UUIDField):
        return partial(_prepared, field)
    return None


def _statement(
    model: type[models.Model], fields: Sequence[models.Field[Any, Any]], update_on: str
) -> str:
    quote = connection.ops.quote_name
    names = [quote(str(field.column)) for field in fields]
    places = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)}) VALUES ({places})"  # noqa: S608
    if update_on:
        news = ", ".join(f"{name} = excluded.{name}" for name in names if name != quote(update_on))
        statement += f" ON CONFLICT ({quote(update_on)}) DO UPDATE SET {news}"
    return statement
