"""A copy of the whole database as it was at one moment, while others go on writing; and the way
back, into an empty one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, models, transaction

from articles.backup.archive import Rows
from articles.backup.errors import BackupError

# Asks the database for one row.
Ask = Callable[[str], Any]


def snapshot(target: Path) -> Rows:
    """Write a copy of the database; return what is in it."""
    before = newest(_ask)
    rows = _dump(target) if is_postgresql() else _copy(target)
    for table, key in before.items():
        if key > (rows[table][1] or 0):
            raise BackupError(f"The copy of the database misses rows of {table}: try again.")
    return rows


def load(source: Path, rows: Rows) -> None:
    """Make it the database; BackupError if it does not hold these rows."""
    if is_postgresql():
        _run("pg_restore", "--single-transaction", "--exit-on-error", *_PLAIN, str(source))
        _compare(rows, _ask)
        return
    try:
        with closing(sqlite3.connect(source)) as copy:
            _check(copy)
            _compare(rows, lambda sql: copy.execute(sql).fetchone())
    except sqlite3.Error as error:
        raise BackupError(
            f"The database in the backup cannot be used ({error}): take another backup."
        ) from error
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    shutil.move(source, path)


def is_empty() -> bool:
    return not connection.introspection.table_names()


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def newest(ask: Ask) -> dict[str, int]:
    """Return the highest keys of what is never deleted."""
    tables = ("articles_article", "articles_event", "articles_importbatch", "articles_seedfile")
    return {table: ask(f'SELECT max(id) FROM "{table}"')[0] or 0 for table in tables}  # noqa: S608


def count(ask: Ask) -> Rows:
    here = set(connection.introspection.table_names())  # not all, before a migration
    return {
        model._meta.db_table: _count(ask, model._meta.db_table, _grows(model))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in here
    }


def _copy(target: Path) -> Rows:
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(target)) as copy:
            with connection.wrap_database_errors:  # a damaged one is told as to every command
                connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
            _check(copy)
            return count(lambda sql: copy.execute(sql).fetchone())
    except (sqlite3.OperationalError, OperationalError) as error:
        raise BackupError(
            f"The database cannot be copied beside the backup ({error}): make room there, for "
            "twice what the database takes."
        ) from error


def _dump(target: Path) -> Rows:
    with transaction.atomic():
        _execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        moment = _ask("SELECT pg_export_snapshot()")[0]
        _run("pg_dump", "--format=custom", *_PLAIN, f"--snapshot={moment}", f"--file={target}")
        return count(_ask)


_PLAIN = ("--no-owner", "--no-privileges")


def _run(program: str, *arguments: str) -> None:
    if not shutil.which(program):
        raise BackupError(
            f"{program} is needed and not installed: it comes with PostgreSQL's client "
            "(Debian: apt install postgresql-client)."
        )
    place = connection.settings_dict
    flags, env = type(connection.client).settings_to_cmd_args_env(place, [])
    where = [*flags[1:-1], f"--dbname={place['NAME']}"]
    done = subprocess.run(  # noqa: S603
        [program, *where, *arguments],
        env=os.environ | (env or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")


def _check(copy: sqlite3.Connection) -> None:
    found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupError(f"The copy of the database is damaged: {found}")


def _compare(rows: Rows, ask: Ask) -> None:
    for table, (wanted, key) in rows.items():
        found = _count(ask, table, key is not None)
        if found != (wanted, key):
            raise BackupError(
                f"{table} has {found[0]:,} rows up to key {found[1]}, and the backup says "
                f"{wanted:,} up to {key}: do not use what was restored."
            )


def _count(ask: Ask, table: str, grows: bool) -> tuple[int, int | None]:
    column = "max(id)" if grows else "NULL"
    number, key = ask(f"SELECT count(*), {column} FROM {_quoted(table)}")  # noqa: S608
    return number, key


def _quoted(table: str) -> str:
    if not table.replace("_", "").isalnum():
        raise BackupError(f"{table!r} is the name of no table.")
    return f'"{table}"'


def _grows(model: type[models.Model]) -> bool:
    key = model._meta.pk
    return isinstance(key, models.AutoField | models.BigAutoField) and key.column == "id"


def _ask(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def applied() -> Iterable[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return cursor.fetchall()
