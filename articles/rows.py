"""Bulk writes of plain tuples. Making model instances costs several times the insert itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

Row = list[Any]

Adapter = Callable[[Any], Any]

NEXT = """
SELECT array_agg(nextval(of.sequence))
FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence) of, generate_series(1, %s)
"""
MOST = 512  # rows in a statement: SQLite takes 32,766 values


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    update_on: str = "",
) -> None:
    """Insert `rows`, whose values stand in the order of `columns` (`provider_id`, not `provider`).

    Columns left out get their field's default, the same in all rows. With `update_on`, a unique
    column, a row that is there already is brought up to date instead. Call it inside a transaction.
    Rows that are made on demand must not ask the database anything: it is at work on those before.
    """
    target = _target(model, tuple(columns), update_on)
    adapted = _adapted(target, rows)
    first = next(adapted, None)
    if first is not None:
        write = _copy if connection.vendor == "postgresql" else _insert
        with connection.cursor() as cursor, connection.wrap_database_errors:
            write(cursor, target, chain([first], adapted))


def _adapted(target: _Target, rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
    for row in rows:
        values = [*row, *target.constants]
        for index, adapt in target.adapters:
            values[index] = adapt(values[index])
        yield values


def keys(model: type[models.Model], count: int) -> list[int]:
    """Return primary keys for so many new rows, which no others will have. Call it inside the
    transaction that inserts them, and insert them before asking for more."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(NEXT, [table, count])
            return [*cursor.fetchone()[0]]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last, *_ = cursor.fetchone() or (0,)
        return [*range(last + 1, last + 1 + count)]


def update(model: type[models.Model], column: str, rows: Iterable[tuple[Any, int]]) -> None:
    """Set one plain column: `rows` are pairs of its new value and the row's primary key."""
    values = list(rows)
    if values:
        name, key = _quoted(column), _quoted(str(model._meta.pk.column))
        table = _quoted(model._meta.db_table)
        statement = f"UPDATE {table} SET {name} = %s WHERE {key} = %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)


def update_together(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Set several columns at once, as constraints want: `rows` are the values in the order of
    `columns`, and the row's primary key."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    adapters = [*(_adapter(fields[name]) for name in columns), None]
    values = [
        [adapt(v) if adapt and v is not None else v for v, adapt in zip(row, adapters, strict=True)]
        for row in rows
    ]
    if values:
        sets = ", ".join(f"{_quoted(name)} = %s" for name in columns)
        table, key = _quoted(model._meta.db_table), _quoted(str(model._meta.pk.column))
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", values)  # noqa: S608


@dataclass(frozen=True, eq=False)
class _Target:
    """Where rows go. `constants` are the values of the last `names`, the same in every row.
    `adapters` are what the driver needs done to some of the others; `more` follows the rows."""

    table: str
    names: list[str]
    constants: list[Any]
    adapters: list[tuple[int, Adapter]]
    more: str

    @property
    def columns(self) -> str:
        return ", ".join(self.names)


@lru_cache
def _target(model: type[models.Model], columns: tuple[str, ...], update_on: str) -> _Target:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in columns]
    others = _others(model, columns)
    return _Target(
        _quoted(model._meta.db_table),
        [_quoted(str(field.column)) for field in [*fields, *others]],
        [_prepared(field, default) for field, default in others.items()],
        [(index, adapt) for index, field in enumerate(fields) if (adapt := _adapter(field))],
        _update(model, update_on),
    )


def _insert(cursor: CursorWrapper, target: _Target, rows: Iterable[Row]) -> None:
    # One statement for many rows: SQLite's search index writes what it holds after each one. It
    # goes to the driver as it is: Django would look for its own placeholders in 50 kB of text.
    for portion in _portions([*rows]):
        statement = _statement(target, len(portion))
        connection.connection.execute(statement, [*chain.from_iterable(portion)])


@lru_cache(maxsize=256)
def _statement(target: _Target, count: int) -> str:
    # The same text each time, so that the driver finds what it has prepared.
    row = f"({', '.join(['?'] * len(target.names))})"
    rows = ", ".join([row] * count)
    return f"INSERT INTO {target.table} ({target.columns}) VALUES {rows}{target.more}"  # noqa: S608


def _portions(values: list[Row]) -> Iterator[list[Row]]:
    # In powers of two: then there are few statements, and SQLite keeps them prepared.
    start, size = 0, MOST
    while start < len(values):
        while size > len(values) - start:
            size //= 2
        yield values[start : start + size]
        start += size


def _copy(cursor: CursorWrapper, target: _Target, rows: Iterable[Row]) -> None:
    # COPY is fastest, and takes rows while they are made. It cannot update any: where some may be
    # there already, they go through a table of their own.
    if not target.more:
        _copy_into(cursor, target.table, target, rows)
        return
    these = f"SELECT {target.columns} FROM"
    incoming = f"{these} {target.table} WITH NO DATA"
    cursor.execute(f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS {incoming}")
    _copy_into(cursor, "incoming", target, rows)
    into = f"INSERT INTO {target.table} ({target.columns})"
    cursor.execute(f"{into} {these} incoming{target.more}")
    cursor.execute("DROP TABLE incoming")


def _copy_into(cursor: CursorWrapper, table: str, target: _Target, rows: Iterable[Row]) -> None:
    statement = f"COPY {table} ({target.columns}) FROM STDIN"
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


@lru_cache(maxsize=10_000)  # the same moments stand in many rows, columns and tables
def _moment(value: Any) -> Any:
    value = connection.ops.adapt_datetimefield_value(value)
    return value if value is None else str(value)


def _writable(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    fields = model._meta.concrete_fields
    return [field for field in fields if not field.generated and not field.primary_key]


def _others(model: type[models.Model], columns: Sequence[str]) -> dict[models.Field[Any, Any], Any]:
    """Return the fields that have to be given a default, with it: NULL is the database's own."""
    left = (field for field in _writable(model) if field.attname not in columns)
    defaults = {field: field.get_default() for field in left}
    return {field: default for field, default in defaults.items() if default is not None}


def _prepared(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _adapter(field: models.Field[Any, Any]) -> Adapter | None:
    # The driver takes longest over values that are neither texts nor numbers.
    if isinstance(field, models.JSONField):
        return lambda value: "{}" if value == {} else json.dumps(value, cls=field.encoder)
    if isinstance(field, models.DateTimeField):
        return _moment
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.UUIDField):
        return lru_cache(partial(_prepared, field))
    if isinstance(field, models.BooleanField) and connection.vendor == "sqlite":
        return int
    return None


def _update(model: type[models.Model], key: str) -> str:
    if not key:
        return ""
    # Columns left out are set as well: nothing stays of what the row was.
    names = [_quoted(str(field.column)) for field in _writable(model) if field.attname != key]
    assignments = ", ".join(f"{name} = excluded.{name}" for name in names)
    return f" ON CONFLICT ({_quoted(key)}) DO UPDATE SET {assignments}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
