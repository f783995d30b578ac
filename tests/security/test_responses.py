"""What every response carries, and what no cache may keep."""

import pytest
from django.test import Client

from tests.security.routes import address, make_samples, routes

ALL = {route.name: route for route in routes()}
PUBLIC_PAGES = [name for name in ALL if name.startswith("public:") and not name.endswith("z")]
PRIVATE_PAGES = [name for name in ALL if name not in PUBLIC_PAGES]


@pytest.fixture
def samples(db):
    return make_samples()


def get(client, name, samples):
    """The response, read to its end, where a picture's file is closed."""
    response = client.get(address(ALL[name], samples))
    response.body = response.getvalue()
    return response


@pytest.mark.parametrize("name", ALL)
def test_every_response_is_guarded(name, samples, as_bob):
    headers = get(as_bob, name, samples).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"].split("; ")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_public_page_knows_nobody(name, samples, client):
    response = get(client, name, samples)
    assert response.status_code == 200
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_a_public_page_is_the_same_for_everybody(name, samples, client, as_alice):
    one, other = get(as_alice, name, samples), get(client, name, samples)
    assert other.body == one.body
    assert one.headers["Cache-Control"] == other.headers["Cache-Control"]


@pytest.mark.parametrize("name", PRIVATE_PAGES)
def test_nothing_else_is_kept(name, samples, as_bob):
    caching = get(as_bob, name, samples).headers["Cache-Control"]
    assert "private" in caching
    assert "no-store" in caching


@pytest.mark.parametrize("path", ["/nowhere/", "/news/nowhere/", "/topics/nowhere/"])
def test_a_missing_page_is_not_kept(path, db, client):
    response = client.get(path)
    assert response.status_code == 404
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies


def test_a_page_with_a_form_is_not_compressed(db, client):
    page = client.get("/accounts/login/", headers={"Accept-Encoding": "gzip"})
    assert b"csrfmiddlewaretoken" in page.content
    assert "Content-Encoding" not in page.headers


def test_a_public_page_is_compressed(samples, client):
    page = client.get("/about/", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"


def test_static_files_carry_the_policy_too(client):
    response = Client().get("/static/css/account.css")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
