import os
import signal
import threading
import time

import pytest
from django.core.management import CommandError
from django.db import OperationalError

from articles.imports.watch import Watch
from articles.management.commands import watch_seeds
from articles.models import Article
from tests.ingest.batches import PATH, command, seed, write

pytestmark = pytest.mark.django_db

LONG_AGO = time.time() - 3600


@pytest.fixture(autouse=True)
def own_signals():
    """What the command installs must not outlive the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def own_connection(monkeypatch):
    """A test's transaction would end with its connection."""
    monkeypatch.setattr(watch_seeds, "close_old_connections", lambda: None)


@pytest.fixture
def site(tmp_path):
    site = write(tmp_path / "site", {PATH: seed()})
    os.utime(site / PATH, (LONG_AGO, LONG_AGO))
    return site


def run(*args):
    """What it printed, and what it complained of."""
    _, out, err = command("watch_seeds", *args)
    return out, err


@pytest.fixture
def pauses(monkeypatch):
    """What happens in the pauses between looks, one after the other; then the signal comes."""
    happens, lengths = [], []

    def sleep(seconds):
        lengths.append(seconds)
        if not happens:
            signal.raise_signal(signal.SIGTERM)
        happens.pop(0)()

    monkeypatch.setattr(watch_seeds.time, "sleep", sleep)
    sleep.happens, sleep.lengths = happens, lengths
    return sleep


def test_once(site):
    assert run(site, "--once") == ("1 new\n", "")
    assert Article.objects.count() == 1
    assert run(site, "--once") == ("", "")


def test_once_waits_for_what_is_being_written(site, pauses):
    os.utime(site / PATH)
    pauses.happens.append(lambda: os.utime(site / PATH, (LONG_AGO, LONG_AGO)))
    assert run(site, "--once") == ("1 new\n", "")
    assert pauses.lengths == [1.0]


def test_it_goes_on_until_a_signal(site, pauses):
    def change():
        write(site, {PATH: seed(title="A longer title")})
        os.utime(site / PATH, (LONG_AGO, LONG_AGO))

    pauses.happens += [lambda: None, change]
    assert run(site, "--interval", "3") == ("1 new\n1 content\n", "")
    assert pauses.lengths == [3.0, 3.0, 3.0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_pause_at_once(site, number, monkeypatch):
    sleep, thread = time.sleep, threading.get_ident()

    def pause(seconds):
        threading.Timer(0.1, signal.pthread_kill, [thread, number]).start()
        sleep(seconds)

    monkeypatch.setattr(watch_seeds.time, "sleep", pause)
    assert run(site, "--interval", "30") == ("1 new\n", "")


def test_a_broken_file_is_named_with_its_line(site):
    write(site, {"_news/b.md": seed().replace(b"quality: 80", b"quality: high")})
    os.utime(site / "_news/b.md", (LONG_AGO, LONG_AGO))
    out, err = run(site, "--once")
    assert out == "1 new, 1 error\n"
    assert err.startswith("_news/b.md:")


def test_a_folder_that_vanishes_is_said_once_and_waited_for(site, pauses):
    away = site.with_name("away")
    pauses.happens += [
        lambda: site.rename(away),
        lambda: None,
        lambda: away.rename(site),
    ]
    out, err = run(site)
    assert out == "1 new\nGoing on.\n"
    assert err == f"{site}: there is no such folder. Waiting for it.\n"


def test_a_database_that_is_away_is_said_once_and_waited_for(site, pauses, monkeypatch):
    look, answers = Watch.look, [True, False, False]

    def sometimes(watch):
        if not answers.pop():
            raise OperationalError("no route to host")
        return look(watch)

    monkeypatch.setattr(Watch, "look", sometimes)
    monkeypatch.setattr(watch_seeds.connection, "close", lambda: None)  # the test's own is one
    pauses.happens += [lambda: None] * 2
    out, err = run(site, "--once")
    assert out == "Going on.\n1 new\n"
    assert err == (
        "The database does not answer (no route to host). Check that it runs, and DATABASE_URL. "
        "Trying again.\n"
    )


def test_once_without_a_folder(tmp_path):
    with pytest.raises(CommandError, match="no such folder") as refused:
        run(tmp_path / "nowhere", "--once")
    assert refused.value.returncode == 2


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "1e9"])
def test_an_interval_that_is_none(site, seconds):
    with pytest.raises(CommandError, match="more than 0"):
        run(site, f"--interval={seconds}")
