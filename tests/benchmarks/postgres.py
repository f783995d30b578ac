"""Databases of a PostgreSQL server that benchmarks work in; they are made anew, and dropped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.benchmarks import places

URL = os.environ.get("TEST_DATABASE_URL", "")
NAMES = SITE, IMPORT, RAW = "newsdesk_bench_site", "newsdesk_bench_import", "newsdesk_bench_raw"


@contextmanager
def databases() -> Iterator[None]:
    """An empty site to copy, while the block runs."""
    try:
        _make(SITE)
        places.prepare(places.scratch("postgres"), DATABASE_URL=_url(SITE))
        yield
    finally:
        _drop(*NAMES)


@contextmanager
def dressed(*counts: int) -> Iterator[tuple[Path, list[str]]]:
    """A data folder, and the addresses of sites with so many articles, while the block runs."""
    data, names = places.scratch("postgres"), [f"newsdesk_bench_{count}" for count in counts]
    try:
        for name, count in zip(names, counts, strict=True):
            places.dress(data, count, DATABASE_URL=_make(name))
            _do("ANALYZE", database=name)
        yield data, [_url(name) for name in names]
    finally:
        _drop(*names)


def site() -> str:
    """The address of a new, empty site."""
    return _make(IMPORT, SITE)


def empty() -> str:
    """The address of a new database without any table."""
    return _make(RAW, "template1")


def _make(name: str, template: str = "template1") -> str:
    _drop(name)
    _do("CREATE DATABASE {} TEMPLATE {}", name, template)
    return _url(name)


def _drop(*names: str) -> None:
    for name in names:
        _do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _do(statement: str, *names: str, database: str = "") -> None:
    with psycopg.connect(_url(database) if database else URL, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _url(name: str) -> str:
    base, _, query = URL.partition("?")
    address = f"{base.rpartition('/')[0]}/{name}"
    return f"{address}?{query}" if query else address
