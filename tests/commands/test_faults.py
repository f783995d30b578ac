"""A database or a folder that cannot be used ends every command in a sentence."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, InternalError, OperationalError, connection

from articles.management import faults

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DatabaseError("file is not a database"), "is damaged (file is not a database). Move it"),
        (DatabaseError("database disk image is malformed"), "restore the last backup"),
        (OperationalError("attempt to write a readonly database"), "cannot be written"),
        (InternalError("cannot execute UPDATE in a read-only transaction"), "cannot be written"),
        (OperationalError("unable to open database file"), "Check that its folder is there"),
        (OperationalError("database or disk is full"), "Make room"),
        (OperationalError("could not extend file: No space left on device"), "Make room"),
        (OperationalError("disk I/O error"), "is full or fails"),
        (OperationalError("database is locked"), "Let it finish or end it"),
        (OperationalError("no such table: articles_article"), "Run manage.py prepare"),
        (DatabaseError('relation "auth_user" does not exist\nLINE 1'), "Run manage.py prepare"),
        (OperationalError("connection refused\n\tIs it running?"), "does not answer (connection"),
        (
            OSError(errno.EROFS, "Read-only file system", "/srv/data/x"),
            "/srv/data/x cannot be used",
        ),
        (OSError(errno.ENOSPC, "No space left on device", "/srv/x"), "make room, or name another"),
    ],
)
def test_a_fault_is_told_with_what_to_do(error, words):
    sentence = faults.sentence(error)
    assert words in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    "error",
    [
        IntegrityError("UNIQUE constraint failed"),
        OSError(errno.ENOENT, "No such file or directory", "x"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_what_is_a_fault_of_ours_keeps_its_traceback(error):
    assert faults.sentence(error) == ""


def manage(folder, *command, **environ):
    hidden = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    clean = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**clean, "NEWSDESK_DATA_DIR": str(folder), "PORT": "1", **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", [["prepare"], ["import_seeds", "fixtures/demo"], ["migrate"]])
def test_a_damaged_database_ends_in_a_sentence(tmp_path, command):
    (tmp_path / "newsdesk.sqlite3").write_bytes(b"not at all" * 1000)
    done = manage(tmp_path, *command)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert f"The database {tmp_path}/newsdesk.sqlite3 is damaged" in done.stderr.splitlines()[-1]
    assert (tmp_path / "newsdesk.sqlite3").read_bytes().startswith(b"not at all")


def test_a_read_only_database_is_noticed_while_preparing(db):
    """Even if there is nothing to migrate."""

    def refuse(execute, sql, *arguments):
        if sql.startswith("UPDATE"):
            raise OperationalError("attempt to write a readonly database")
        return execute(sql, *arguments)

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError, match="readonly"):
        call_command("prepare")


def test_an_empty_database_is_not_ready(tmp_path):
    done = manage(tmp_path, "export_seeds", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "Run manage.py prepare" in done.stderr
