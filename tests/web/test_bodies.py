"""What the head of a request tells about its body, against what the pages do with it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve

from newsdesk.web import bodies
from tests.security.routes import address, make_samples, routes

MEMBER = "theme=dark; sessionid=abc"
ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


@pytest.mark.parametrize(
    ("method", "path", "length", "cookies", "wanted"),
    [
        ("POST", "/accounts/login/", 300, "", True),
        ("POST", "/desk/articles/1/publish/", 300, MEMBER, True),
        ("POST", "/desk/imports/upload/", 100_000_000, MEMBER, True),
        ("POST", "/desk/imports/upload/", 100_000_000, "", False),
        ("POST", "/desk/imports/upload/", settings.BODY_MAX + 1, MEMBER, False),
        ("POST", "/accounts/login/", bodies.STRANGERS_MOST, "", True),
        ("POST", "/accounts/login/", bodies.STRANGERS_MOST + 1, "", False),
        ("POST", "/", 300, "", False),
        ("POST", "/", 300, MEMBER, False),
        ("PUT", "/desk/articles/1/publish/", 300, MEMBER, False),
        ("DELETE", "/healthz", 300, "", False),
        ("GET", "/", 300, "", False),
        ("GET", "/desk/articles/1/publish/", 300, MEMBER, False),
        ("POST", "/no/such/page/", 300, MEMBER, False),
        ("POST", "/\ufffd/", 300, MEMBER, False),
        ("BREW", "/topics/", 300, "", False),
    ],
)
def test_which_bodies_are_waited_for(method, path, length, cookies, wanted):
    assert bodies.is_wanted(method, path, length, cookies) == wanted


def test_what_a_page_is_pinned_to_is_what_it_answers(db, bob):
    """Every address of the site: a method that is said to be refused is refused."""
    client, samples = Client(), make_samples()
    client.force_login(bob)
    pinned = 0
    for route in routes():
        path = address(route, samples)
        methods = bodies.methods_of(resolve(path.partition("?")[0]).func)
        if methods is None:
            continue
        pinned += 1
        for method in ANY:
            if method not in methods:
                assert client.generic(method, path).status_code == 405, (method, path)
    assert pinned > 45


def test_pages_of_our_own_are_all_pinned(db):
    samples = make_samples()
    paths = [address(route, samples).partition("?")[0] for route in routes()]
    free = [path for path in paths if bodies.methods_of(resolve(path).func) is None]
    assert [path for path in free if not path.startswith(("/admin/", "/accounts/"))] == []


def test_wrong_methods_and_large_bodies_are_answered_unread(client):
    """Without a session and without a database."""

    class Untouched:
        def read(self, *size):
            pytest.fail("the body was read")

        readline = read

    def send(method, path, length):
        return client.generic(
            method, path, **{"wsgi.input": Untouched(), "CONTENT_LENGTH": str(length)}
        )

    client = Client(enforce_csrf_checks=True)
    refused = send("POST", "/", 100)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert send("POST", "/accounts/login/", bodies.STRANGERS_MOST + 1).status_code == 413
