"""What every response carries, and what no cache may keep."""

import gzip
import re

import pytest
from django.test import Client

from articles.models import Article, Event, ImportBatch, State
from tests.factories import NOON, PASSWORD
from tests.security.routes import address, make_samples, routes

ALL = {route.name: route for route in routes()}
PUBLIC_PAGES = [name for name in ALL if name.startswith("public:") and not name.endswith("z")]
MOMENT = re.compile(rb"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?\+00:00)?")
FOR_OTHER_SITES = ["public:feed", "public:topic-feed", "public:picture"]
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
    # A setup's address may have a token, which our own pages are not told either.
    across = "strict-origin" if name == "setup" else "strict-origin-when-cross-origin"
    assert headers["Referrer-Policy"] == across
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    resource_policy = "cross-origin" if name in FOR_OTHER_SITES else "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == resource_policy


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


GZIP = {"Accept-Encoding": "gzip"}


def test_nor_is_an_answer_to_a_form(samples, as_alice):
    article = Article.objects.order_by("pk").first()
    page = as_alice.post(f"/desk/articles/{article.pk}/notes/add/", headers=GZIP)
    assert (page.status_code, b"csrfmiddlewaretoken" in page.content) == (422, True)
    assert "Content-Encoding" not in page.headers


@pytest.mark.parametrize("path", ["/desk/", "/desk/history/", "/desk/views/"])
def test_a_page_of_the_desk_is_compressed(samples, as_alice, path):
    page = as_alice.get(path, headers=GZIP)
    assert page.headers["Content-Encoding"] == "gzip"
    assert "no-store" in page.headers["Cache-Control"]
    assert "Content-Encoding" not in as_alice.get(path).headers


def test_its_forms_secret_is_masked_and_its_length_blurred(samples, as_alice):
    field = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
    pages = [as_alice.get("/desk/", headers=GZIP) for _ in range(20)]
    assert len({field.search(gzip.decompress(page.content))[1] for page in pages}) == 20
    assert len({len(page.content) for page in pages}) > 5


def test_a_public_page_is_compressed(samples, client):
    page = client.get("/about/", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"


def test_static_files_carry_the_policy_too(client):
    response = Client().get("/static/css/account.css")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_picture_that_only_editors_see_stays_here(samples, as_alice):
    Article.objects.update(state=State.UNPUBLISHED)
    response = get(as_alice, "public:picture", samples)
    assert response.status_code == 200
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("name", ALL)
def test_moments_are_written_as_html_allows(name, samples, as_bob):
    """With at most three digits of a second: `2026-11-20T12:00:00.123456` is none."""
    to_the_microsecond = NOON.replace(microsecond=123456)
    Article.objects.update(published_at=to_the_microsecond)
    ImportBatch.objects.update(started_at=to_the_microsecond)
    Event.objects.create(article=Article.objects.get(), action="edit", at=to_the_microsecond)
    moments = re.findall(rb'datetime="([^"]*)"', get(as_bob, name, samples).body)
    assert [moment for moment in moments if not MOMENT.fullmatch(moment)] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_cookies_that_the_settings_name(method, samples, alice, settings):
    """Those get a prefix with HTTPS; see the test of the settings."""
    client = Client(raise_request_exception=False)
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    for name in ALL:
        if "logout" not in name:
            getattr(client, method)(address(ALL[name], samples)).getvalue()
    allowed = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert client.cookies.keys() == allowed
    assert all(one["path"] == "/" and not one["domain"] for one in client.cookies.values())
