"""Signing in while the database cannot be written: that is said, and not that somebody tried too
often."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import OperationalError, connection

from tests.factories import PASSWORD, make_user

WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def cache(db, settings):
    settings.CACHES = {"default": {"BACKEND": "newsdesk.database.cache.Cache", "LOCATION": "cache"}}
    call_command("createcachetable", verbosity=0)
    return caches["default"]


@pytest.fixture(params=["database is locked", "database or disk is full"])
def unwritable(request):
    def refuse(execute, sql, *arguments):
        if sql.startswith(WRITES):
            raise OperationalError(request.param)
        return execute(sql, *arguments)

    return connection.execute_wrapper(refuse)


def test_it_is_a_cache(cache):
    assert cache.add("a", 1)
    assert not cache.add("a", 2)
    cache.set("a", 3)
    assert cache.get("a") == 3
    assert cache.add("expired", 1, timeout=-1)
    assert cache.add("expired", 2)
    assert not cache.touch("nothing")


def test_a_full_one_drops_what_is_over_and_keeps_what_holds(cache):
    keys = [f"{n}" for n in range(cache._max_entries + 10)]
    cache.set("over", 1, -2)
    for key in keys:
        cache.set(key, 1, 300)
    assert len(cache.get_many(keys)) == len(keys)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        assert cursor.fetchone() == (len(keys),)


def test_filling_it_takes_back_no_lock_out(cache, client):
    make_user("alice")
    for _ in range(7):
        client.post("/accounts/login/", {"login": "alice", "password": "wrong"})
    for n in range(2 * cache._max_entries):
        cache.set(f"name-{n}", [1.0], 300)
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("write", ["add", "set"])
def test_what_cannot_be_written_is_said(cache, unwritable, write):
    with unwritable, pytest.raises(OperationalError, match="cannot be written"):
        getattr(cache, write)("a", 1)


def test_what_is_there_already_is_no_fault(cache, unwritable):
    cache.set("a", 1)
    with unwritable:
        assert not cache.add("a", 2)


def test_somebody_who_was_quicker_with_the_same_key_is_no_fault(cache, monkeypatch):
    tries = []
    whole = type(cache).__mro__[1]._base_set

    def second_time(self, *arguments):
        tries.append(arguments)
        return len(tries) > 1 and whole(self, *arguments)

    monkeypatch.setattr(type(cache).__mro__[1], "_base_set", second_time)
    cache.set("a", 1)
    assert cache.get("a") == 1


def test_the_right_password_is_told_what_is_wrong(cache, unwritable, client):
    client.raise_request_exception = False
    make_user("alice")
    form = {"login": "alice", "password": PASSWORD}
    with unwritable:
        response = client.post("/accounts/login/", form)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "Back in a moment" in response.text
