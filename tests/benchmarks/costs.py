"""What queries cost in steps of SQLite's machine: the same on a busy computer as on an idle one."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

from django.db import connection

TICK = 100  # steps that are counted at once
MANY = 20_000  # steps that a query must not take unmentioned


class Cost(NamedTuple):
    """One query: its steps, its milliseconds, and where it reads from."""

    query: str
    steps: int
    milliseconds: float

    @property
    def is_high(self) -> bool:
        return self.steps > MANY


def costs(queries: Sequence[str]) -> list[Cost]:
    """Ask each of these again, and count."""
    return [_cost(query) for query in queries if query.startswith("SELECT")]


def plan(query: str) -> list[str]:
    """The steps of SQLite's plan for the query."""
    rows = connection.connection.execute(f"EXPLAIN QUERY PLAN {query}")
    return [detail for *_, detail in rows.fetchall()]


def _cost(query: str) -> Cost:
    ticks = 0

    def count() -> None:
        nonlocal ticks
        ticks += 1

    connection.connection.set_progress_handler(count, TICK)
    started = perf_counter()
    connection.connection.execute(query).fetchall()
    milliseconds = (perf_counter() - started) * 1000
    connection.connection.set_progress_handler(None, 0)
    return Cost(query, ticks * TICK, milliseconds)


def blocks(queries: Sequence[str]) -> int:
    """Ask PostgreSQL each of these again, and count the blocks that it reads."""
    return sum(_blocks(query) for query in queries if query.startswith("SELECT"))


def _blocks(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}")
        top = cursor.fetchone()[0][0]["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])
