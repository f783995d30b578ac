"""The fast baseline: CSafeLoader in two processes, one writer with `sqlite3.executemany`."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path

from tests.benchmarks.rows import COLUMNS, Tables, Tabulator, paths, read

INDEXES = (
    "CREATE UNIQUE INDEX topic_slug ON topic (slug)",
    "CREATE UNIQUE INDEX provider_domain ON provider (domain)",
    "CREATE UNIQUE INDEX image_url ON image (url)",
    "CREATE UNIQUE INDEX article_path ON article (path)",
    "CREATE INDEX article_url ON article (canonical_url)",
    "CREATE INDEX article_date ON article (published_at, id)",
    "CREATE INDEX article_provider ON article (provider_id)",
    "CREATE INDEX articletopic_article ON articletopic (article_id)",
    "CREATE INDEX articletopic_page ON articletopic (topic_id, public, day, weight, article_id)",
    "CREATE INDEX articleimage_article ON articleimage (article_id)",
    "CREATE INDEX relatedlink_article ON relatedlink (article_id)",
    "CREATE INDEX relatedlink_url ON relatedlink (canonical_url)",
    "CREATE UNIQUE INDEX seedfile_path ON seedfile (path)",
)


def work(folder: Path) -> None:
    sqlite3.register_adapter(datetime, str)
    sqlite3.register_adapter(date, str)
    database = _database(Path(os.environ["NEWSDESK_DATA_DIR"]) / "raw.sqlite3")
    tabulator = Tabulator()
    with ProcessPoolExecutor(2) as readers:
        for seeds in readers.map(read, paths(folder)):
            with database:
                _insert(database, tabulator.tables(seeds))
    database.close()


def _database(path: Path) -> sqlite3.Connection:
    """With the journal, the safety and the cache that the site's settings ask for."""
    database = sqlite3.connect(path)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
        database.execute(f"PRAGMA {setting}")
    for table, columns in COLUMNS.items():
        keyed = ", ".join(name if name != "id" else "id INTEGER PRIMARY KEY" for name in columns)
        database.execute(f"CREATE TABLE {table} ({keyed})")
    for index in INDEXES:
        database.execute(index)
    return database


def _insert(database: sqlite3.Connection, tables: Tables) -> None:
    for table, rows in tables.items():
        places = ", ".join("?" * len(COLUMNS[table]))
        names = ", ".join(COLUMNS[table])
        database.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)
