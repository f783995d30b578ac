"""Queries that every page asks: Django writes their SQL once, not anew for each page."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from articles.paging import LARGEST
from articles.query.written import Row, Written, written

Rows = Callable[[Any], QuerySet[Any, Row]]
Argument = int | str | Sequence[int] | Sequence[str]

# What stands for the argument while the SQL is written.
NUMBER, TEXT = -900_000_001, "\ue000"
NUMBERS, TEXTS = [NUMBER], [TEXT]


class Prepared:
    """A query with one argument: a number, a text, or many of them for `__among`.

    `rows` makes the query, a `values_list`, from that argument, and looks at it in no other way;
    `kind` is NUMBER, TEXT, NUMBERS or TEXTS. Rows come back converted as Django converts them.
    """

    def __init__(self, kind: Argument, rows: Rows) -> None:
        self._argument = kind
        self._rows = rows

    def __call__(self, argument: Argument) -> list[Row]:
        given = _within_range(argument)
        parameters = [
            given if self._stands_for_argument(value) else value
            for value in self._written.parameters
        ]
        return self._written.rows(parameters)

    @cached_property
    def _written(self) -> Written:
        return written(self._rows(self._argument))

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
