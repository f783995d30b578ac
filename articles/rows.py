"""Bulk writes of plain tuples. Making model instances costs several times the insert itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

Row = tuple[Any, ...]

Adapter = Callable[[Any], Any]

MOST = 512  # rows in a statement: SQLite takes 32,766 values


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    update_on: str = "",
    returning: Sequence[str] = (),
) -> list[Row]:
    """Insert `rows`, whose values stand in the order of `columns` (`provider_id`, not `provider`).

    Columns left out get their field's default. With `update_on`, a unique column, a row that is
    there already is brought up to date instead. The columns `returning` come back, of the rows in
    no order. Call it inside a transaction.
    """
    fields = [_field(model, name) for name in columns]
    others = _others(model, columns)
    constants = [_prepared(field, default) for field, default in others.items()]
    adapters = [(place, adapt) for place, field in enumerate(fields) if (adapt := _adapter(field))]
    values = [[*row, *constants] for row in rows]
    for place, adapt in adapters:
        for row in values:
            row[place] = adapt(row[place])
    names = ", ".join(_quoted(str(field.column)) for field in [*fields, *others])
    more = _update(model, update_on) + _returning(returning)
    write = _copy if connection.vendor == "postgresql" else _insert
    with connection.cursor() as cursor:
        return write(cursor, _quoted(model._meta.db_table), names, values, more) if values else []


def update(model: type[models.Model], column: str, rows: Iterable[tuple[Any, int]]) -> None:
    """Set one plain column: `rows` are pairs of its new value and the row's primary key."""
    values = list(rows)
    if values:
        name, key = _quoted(column), _quoted(str(model._meta.pk.column))
        table = _quoted(model._meta.db_table)
        statement = f"UPDATE {table} SET {name} = %s WHERE {key} = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


@lru_cache(maxsize=10_000)  # the same moments stand in many rows, columns and tables
def _moment(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def _insert(
    cursor: CursorWrapper, table: str, names: str, values: list[list[Any]], more: str
) -> list[Row]:
    """One statement for many rows: SQLite's search index writes what it holds after each one."""
    made: list[Row] = []
    row = f"({', '.join(['%s'] * len(values[0]))})"
    for portion in _portions(values):
        rows = ", ".join([row] * len(portion))
        statement = f"INSERT INTO {table} ({names}) VALUES {rows}{more}"  # noqa: S608
        cursor.execute(statement, list(chain.from_iterable(portion)))
        made += cursor.fetchall() if cursor.description else []
    return made


def _copy(
    cursor: CursorWrapper, table: str, names: str, values: list[list[Any]], more: str
) -> list[Row]:
    """PostgreSQL takes rows fastest by COPY. That can neither update nor return any, so with `more`
    they go through a table of their own."""
    if not more:
        _copy_into(cursor, table, names, values)
        return []
    like = f"SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608
    cursor.execute(f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS {like}")
    _copy_into(cursor, "incoming", names, values)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming{more}")  # noqa: S608
    made = cursor.fetchall() if cursor.description else []
    cursor.execute("DROP TABLE incoming")
    return made


def _copy_into(cursor: CursorWrapper, table: str, names: str, values: list[list[Any]]) -> None:
    with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _portions(values: list[list[Any]]) -> Iterator[list[list[Any]]]:
    """In powers of two: then there are few statements, and SQLite keeps them prepared."""
    start, size = 0, MOST
    while start < len(values):
        while size > len(values) - start:
            size //= 2
        yield values[start : start + size]
        start += size


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _written(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Neither keys nor what the database computes."""
    fields = model._meta.concrete_fields
    return [field for field in fields if not field.generated and not field.primary_key]


def _others(model: type[models.Model], columns: Sequence[str]) -> dict[models.Field[Any, Any], Any]:
    """The fields that have to be given a default, with it: NULL is the database's own."""
    left = (field for field in _written(model) if field.attname not in columns)
    defaults = {field: field.get_default() for field in left}
    return {field: default for field, default in defaults.items() if default is not None}


def _prepared(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _adapter(field: models.Field[Any, Any]) -> Adapter | None:
    """What the driver needs done to a field's values; most go to it as they are."""
    if isinstance(field, models.DateTimeField):
        return _moment
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.UUIDField):
        return lru_cache(maxsize=None)(partial(_prepared, field))
    if isinstance(field, models.JSONField):
        empty = _prepared(field, {})
        return lambda value: _prepared(field, value) if value != {} else empty
    return None


def _update(model: type[models.Model], key: str) -> str:
    """Columns left out are set as well: nothing stays of what the row was."""
    if not key:
        return ""
    names = [_quoted(str(field.column)) for field in _written(model) if field.attname != key]
    news = ", ".join(f"{name} = excluded.{name}" for name in names)
    return f" ON CONFLICT ({_quoted(key)}) DO UPDATE SET {news}"


def _returning(columns: Sequence[str]) -> str:
    return f" RETURNING {', '.join(map(_quoted, columns))}" if columns else ""


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
