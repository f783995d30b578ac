"""Queries that every page asks: Django writes their SQL once, not anew for each page.

Writing it takes Django several times as long as the database takes to answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from articles.paging import LARGEST

Row = tuple[Any, ...]
Rows = Callable[[Any], QuerySet[Any, Row]]
Argument = int | str | Sequence[int] | Sequence[str]

# What stands for the argument while the SQL is written.
NUMBER, TEXT = -900_000_001, "\ue000"
NUMBERS, TEXTS = [NUMBER], [TEXT]


@dataclass(frozen=True)
class Written:
    compiler: SQLCompiler
    sql: str
    parameters: Sequence[Any]


class Prepared:
    """A query with one argument: a number, a text, or many of them for `__among`.

    `rows` makes the query, a `values_list`, from that argument, and looks at it in no other way;
    `kind` is NUMBER, TEXT, NUMBERS or TEXTS. Rows come back converted as Django converts them.
    """

    def __init__(self, kind: Argument, rows: Rows) -> None:
        self._argument = kind
        self._rows = rows

    def __call__(self, argument: Argument) -> list[Row]:
        written = self._written
        given = _within_range(argument)
        parameters = [
            given if self._stands_for_argument(value) else value for value in written.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            found = cursor.fetchall()
        converted = written.compiler.results_iter([found], tuple_expected=True)
        return [tuple(row) for row in converted]

    @cached_property
    def _written(self) -> Written:
        compiler = self._rows(self._argument).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        return Written(compiler, sql, parameters)

    def _stands_for_argument(self, value: Any) -> bool:
        kind = self._argument
        return bool(value == (kind if isinstance(kind, str | int) else json.dumps(kind)))


def _within_range(argument: Argument) -> int | str:
    """Return the argument as the database takes it; a number too large for it finds nothing."""
    if isinstance(argument, str):
        return argument
    if isinstance(argument, int):
        return min(argument, LARGEST)
    return json.dumps(
        [value if isinstance(value, str) else min(value, LARGEST) for value in argument]
    )
