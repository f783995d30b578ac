"""SQL that Django writes once and the database answers often: writing it takes several times as
long as answering it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Written:
    compiler: SQLCompiler
    sql: str
    parameters: Sequence[Any]

    def rows(self, parameters: Sequence[Any] | None = None) -> list[Row]:
        """Ask, with other parameters if given; rows come back converted as Django converts them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.parameters if parameters is None else parameters)
            found = cursor.fetchall()
        return [tuple(row) for row in self.compiler.results_iter([found], tuple_expected=True)]


def written(rows: QuerySet[Any, Any]) -> Written:
    """Return the SQL of a `values_list`."""
    compiler = rows.query.get_compiler(connection=connection)
    return Written(compiler, *compiler.as_sql())
