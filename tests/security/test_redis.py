"""Sign-in limits in a cache that several machines share: CACHE_URL."""

import os
from uuid import uuid4

import pytest
from django.test import Client

from tests.security.test_sign_in import guess, is_in, sign_in

AWAY = "redis://127.0.0.1:1/0"  # nothing listens there
URL = os.environ.get("TEST_REDIS_URL", "")
needs_redis = pytest.mark.skipif(not URL, reason="TEST_REDIS_URL names no Redis to test with")


@pytest.fixture
def redis(settings):
    def use(url):
        backend = "django.core.cache.backends.redis.RedisCache"
        options = {"LOCATION": url, "KEY_PREFIX": f"test-{uuid4()}"}
        settings.CACHES = {"default": {"BACKEND": backend, **options}}

    return use


@needs_redis
def test_guessing_is_cut_short(redis, alice, bob):
    redis(URL)
    guess()
    assert not is_in(sign_in())
    assert is_in(sign_in(login="bob"))


@pytest.mark.filterwarnings("default")
def test_redis_away_is_a_pause(redis, alice):
    redis(AWAY)
    response = sign_in(Client(raise_request_exception=False))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"


def test_pages_do_without_it(redis, as_alice):
    redis(AWAY)
    assert as_alice.get("/accounts/").status_code == 200
    assert as_alice.get("/about/").status_code == 200
