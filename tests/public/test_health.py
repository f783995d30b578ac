import os
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from articles import leases, task_queue
from articles.management.commands import worker
from articles.public import health


@pytest.fixture(autouse=True)
def a_worker(own_folder):
    """One was seen just now."""
    leases.tell_alive()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_works_without_an_account_and_is_not_kept(path, db, client):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_wrong_method(path, db, client):
    assert client.post(path).status_code == 405


def test_being_alive_needs_no_database(client):
    """No `db` fixture: a query would fail the test."""
    assert client.get("/healthz").text == "alive\n"


def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError("database is locked")

    monkeypatch.setattr(health, "_unapplied_migrations", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.text == "the database does not answer\n"


def test_not_ready_before_migrating(db, client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *args: [1, 2])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.text == "2 migrations to apply: run manage.py prepare\n"


@pytest.fixture
def disk(monkeypatch, settings):
    """Says how many megabytes are free."""

    def has(megabytes):
        usage = SimpleNamespace(free=megabytes * 1_000_000)
        monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: usage)

    settings.DISK_MIN = 300_000_000
    return has


def seen(ago):
    moment = (timezone.now() - ago).timestamp()
    os.utime(leases._seen(), (moment, moment))


def test_not_ready_on_a_disk_that_is_nearly_full(db, client, disk):
    disk(300)
    assert client.get("/readyz").status_code == 200
    disk(299)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.text == "the disk of the data folder has 299 MB left, less than 300\n"


def test_not_ready_without_a_worker(db, client):
    seen(timedelta(minutes=4, seconds=50))
    assert client.get("/readyz").status_code == 200
    seen(timedelta(minutes=6, seconds=30))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "no background worker was seen for 6 minutes" in response.text
    leases._seen().unlink()
    assert "no background worker has started" in client.get("/readyz").text


def test_everything_that_is_wrong_is_said(db, client, disk, monkeypatch):
    monkeypatch.setattr(health, "_unapplied_migrations", lambda: 3)
    disk(1)
    seen(timedelta(days=1))
    assert [line.split(" ")[0] for line in client.get("/readyz").text.splitlines()] == [
        "3",
        "the",
        "no",
    ]


def test_pages_go_on_without_disk_and_worker(db, client, disk, monkeypatch):
    disk(1)
    seen(timedelta(days=1))
    assert client.get("/readyz?only=pages").text == "ready\n"
    monkeypatch.setattr(health, "_unapplied_migrations", lambda: 1)
    assert client.get("/readyz?only=pages").status_code == 503


def test_a_worker_lets_itself_be_seen():
    leases._seen().unlink()
    task_queue.stopping.set()
    worker.keep_sweeping()  # one look, and it is to end
    assert leases.last_seen()


def test_a_stale_session_changes_nothing(db):
    client = Client()
    client.cookies["sessionid"] = "nobody's"
    assert client.get("/healthz").status_code == 200
