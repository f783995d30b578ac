import pytest
from django.db import OperationalError
from django.test import Client

from articles.public import health


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


def test_a_stale_session_changes_nothing(db):
    client = Client()
    client.cookies["sessionid"] = "nobody's"
    assert client.get("/healthz").status_code == 200
