"""Bulk writes of plain tuples. Making model instances costs several times the insert itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from django.db import connection, models

Row = Sequence[Any]

Adapter = Callable[[Any], Any]

PARAMETERS = 30_000  # in a statement: SQLite takes 32,766


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

    One statement inserts many rows: SQLite's search index starts anew with each statement.
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
    with connection.cursor() as cursor:
        for portion in _portions(values):
            statement = _statement(model, fields + others, len(portion), update_on)
            cursor.execute(statement, list(chain.from_iterable(portion)))


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


def _portions(values: list[list[Any]]) -> Iterator[list[list[Any]]]:
    most = PARAMETERS // len(values[0]) if values else 1
    return (values[start : start + most] for start in range(0, len(values), most))


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
    model: type[models.Model], fields: Sequence[models.Field[Any, Any]], count: int, update_on: str
) -> str:
    quote = connection.ops.quote_name
    names = [quote(str(field.column)) for field in fields]
    places = ", ".join([f"({', '.join(['%s'] * len(names))})"] * count)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)}) VALUES {places}"  # noqa: S608
    if update_on:
        news = ", ".join(f"{name} = excluded.{name}" for name in names if name != quote(update_on))
        statement += f" ON CONFLICT ({quote(update_on)}) DO UPDATE SET {news}"
    return statement
