"""The fast baseline on PostgreSQL: CSafeLoader in two processes, one writer with COPY."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import psycopg

from tests.benchmarks.raw import INDEXES
from tests.benchmarks.rows import COLUMNS, Tables, Tabulator, paths, read

KINDS = {
    **dict.fromkeys(("id", "article_id", "topic_id", "provider_id", "image_id"), "bigint"),
    **dict.fromkeys(("batch_id", "position", "quality", "heat", "weight"), "integer"),
    **dict.fromkeys(("width", "height"), "integer"),
    **dict.fromkeys(("published_at", "imported_at"), "timestamptz"),
    "day": "date",
    "public": "boolean",
}


def work(folder: Path) -> None:
    tabulator = Tabulator()
    with _database() as database, ProcessPoolExecutor(2) as readers:
        for seeds in readers.map(read, paths(folder)):
            with database.transaction():
                _copy(database, tabulator.tables(seeds))


def _database() -> psycopg.Connection:
    database = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    for table, columns in COLUMNS.items():
        key = ", PRIMARY KEY (id)" if "id" in columns else ""
        kinds = ", ".join(f"{name} {KINDS.get(name, 'text')}" for name in columns)
        database.execute(f"CREATE TABLE {table} ({kinds}{key})")
    for index in INDEXES:
        database.execute(index)
    return database


def _copy(database: psycopg.Connection, tables: Tables) -> None:
    with database.cursor() as cursor:
        for table, rows in tables.items():
            with cursor.copy(f"COPY {table} ({', '.join(COLUMNS[table])}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
