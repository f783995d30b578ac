"""Commands whose output goes nowhere: the reader goes away, as `| head` does, the disk is full, the
stream is closed. Run as processes."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.ingest.batches import numbered, write
from tests.migrated import lay

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60  # seconds
READER_GONE = 141


@pytest.fixture
def manage(tmp_path):
    environ = {**os.environ, "NEWSDESK_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": ""}
    environ["DATABASE_URL"] = f"sqlite:///{tmp_path / 'newsdesk.sqlite3'}"
    environ["DJANGO_SETTINGS_MODULE"] = "newsdesk.settings"

    def run(*arguments, **streams):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        streams = {"stderr": subprocess.PIPE, **streams}
        return subprocess.run(
            command, cwd=ROOT, env=environ, timeout=PATIENCE, check=False, **streams
        )

    return run


@pytest.fixture
def closed():
    """A pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


def test_an_import_ends_quietly_and_stays(manage, closed, tmp_path):
    lay(tmp_path / "newsdesk.sqlite3")
    files = {f"_news/{n}.md": numbered(n) for n in range(3)}
    site = write(tmp_path / "site", {**files, "_news/bad.md": b"nonsense"})
    done = manage("import_seeds", site, stdout=closed)
    assert done.returncode == READER_GONE
    assert done.stderr == b"_news/bad.md:1: no front matter (begin the file with a line ---)\n"
    with closing(sqlite3.connect(tmp_path / "newsdesk.sqlite3")) as database:
        (count,) = database.execute("SELECT count(*) FROM articles_article").fetchone()
        states = database.execute("SELECT state FROM articles_importbatch").fetchall()
    assert (count, states) == (3, [("done",)])


def test_with_both_streams_gone_as_well(manage, closed, tmp_path):
    site = write(tmp_path / "site", {"_news/a.md": b"nonsense"})
    lay(tmp_path / "newsdesk.sqlite3")
    assert manage("import_seeds", site, stdout=closed, stderr=closed).returncode == READER_GONE


@pytest.mark.parametrize("command", [["help"], ["showmigrations"], ["check"]])
def test_whatever_prints_ends_quietly(manage, closed, command):
    done = manage(*command, stdout=closed)
    assert (done.returncode, done.stderr) == (READER_GONE, b"")


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_full_disk_for_the_output_is_said(manage, tmp_path, stream):
    site = write(tmp_path / "site", {"_news/a.md": numbered(1), "_news/bad.md": b"nonsense"})
    lay(tmp_path / "newsdesk.sqlite3")
    with Path("/dev/full").open("w") as full:
        done = manage("import_seeds", site, **{stream: full})
    assert done.returncode == 2
    if stream == "stdout":
        assert b"Traceback" not in done.stderr
        assert b"cannot be written (No space left on device)" in done.stderr


def test_a_closed_output_is_no_output(manage, tmp_path):
    site = write(tmp_path / "site", {"_news/a.md": numbered(1)})
    lay(tmp_path / "newsdesk.sqlite3")
    done = manage("import_seeds", site, preexec_fn=lambda: [os.close(fd) for fd in (0, 1)])
    assert (done.returncode, done.stderr) == (0, b"")
    with closing(sqlite3.connect(tmp_path / "newsdesk.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM articles_article").fetchone() == (1,)
