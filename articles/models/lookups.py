"""What queries ask that Django has no words for: `column__among=values`, like `in`, for hundreds of
values at a time; texts of many rows as one; and whether a moment has come."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, DateTimeField, Field, ForeignKey, Func, Lookup, TextField
from django.db.models.sql.compiler import SQLCompiler

from articles.times import TOLERANCE

SQL = tuple[str, list[Any]]
SQLText = tuple[str, tuple[str | int, ...]]


@ForeignKey.register_lookup  # it knows none of the lookups of other fields
@Field.register_lookup
class Among(Lookup[Any]):
    """The values go to the database as one text: the driver would look at each of them, Django
    several times, and PostgreSQL would rather read a small table whole than look so many up in its
    index. They are texts or whole numbers.
    """

    lookup_name = "among"
    prepare_rhs = False
    rhs: Any

    def get_prep_lookup(self) -> list[str | int]:
        return list(self.rhs)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SQL:
        column, parameters = self._column(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", parameters  # noqa: S608

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SQL:
        column, parameters = self._column(compiler, connection)
        kind = "bigint" if isinstance(self.rhs[0], int) else "text"
        values = f"SELECT json_array_elements_text(%s)::{kind}"
        return f"{column} IN ({values})", parameters

    def _column(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SQL:
        if not self.rhs:
            raise EmptyResultSet
        column, parameters = self.process_lhs(compiler, connection)
        return column, [*parameters, json.dumps(self.rhs)]


class Joined(Aggregate):
    """The texts of many rows as one, with commas between."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **more)


class Soon(Func):
    """The time on the database's clock, and `times.TOLERANCE` more: what is dated later waits.

    It is no parameter, so that SQL written once (`display.prepared`) stays true.
    """

    arity = 0
    output_field = DateTimeField()
    seconds = int(TOLERANCE.total_seconds())

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> SQLText:
        # As Django writes times: texts, whose order is that of the moments.
        form = "%%%%Y-%%%%m-%%%%d %%%%H:%%%%M:%%%%f"
        template = f"STRFTIME('{form}', 'now', '+{self.seconds} seconds')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> SQLText:
        template = f"(STATEMENT_TIMESTAMP() + INTERVAL '{self.seconds} seconds')"
        return self.as_sql(compiler, connection, template=template, **context)
