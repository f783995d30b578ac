"""What the head of a request tells about its body, against what the pages do with it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse

from newsdesk.web import bodies
from tests.security.routes import address, make_samples, routes

MEMBER = f"theme=dark; sessionid={'a1' * 16}"
UPLOAD, PUBLISH, LOGIN = "/desk/imports/upload/", "/desk/articles/1/publish/", "/accounts/login/"
ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


@pytest.mark.parametrize(
    ("method", "path", "cookies", "most"),
    [
        ("POST", LOGIN, "", bodies.SMALL),
        ("POST", LOGIN, MEMBER, bodies.SMALL),
        ("POST", PUBLISH, "", bodies.SMALL),
        ("POST", PUBLISH, MEMBER, bodies.FORM),
        ("POST", UPLOAD, MEMBER, settings.BODY_MAX),
        ("POST", "/desk/imports/1/files/", MEMBER, settings.BODY_MAX),
        ("POST", UPLOAD, "", bodies.SMALL),
        ("POST", UPLOAD, "sessionid=x", bodies.SMALL),
        ("POST", UPLOAD, f"sessionid={'A' * 32}", bodies.SMALL),
        ("POST", UPLOAD, f"nosessionid={'a' * 32}", bodies.SMALL),
        ("POST", "/", "", 0),
        ("POST", "/", MEMBER, 0),
        ("PUT", PUBLISH, MEMBER, 0),
        ("DELETE", "/healthz", "", 0),
        ("GET", "/", "", 0),
        ("GET", PUBLISH, MEMBER, 0),
        ("POST", "/no/such/page/", MEMBER, 0),
        ("POST", "/\ufffd/", MEMBER, 0),
        ("BREW", "/topics/", "", 0),
    ],
)
def test_how_much_is_waited_for(method, path, cookies, most):
    assert bodies.wanted(method, path, cookies) == most


def test_what_a_page_of_uploads_is_called():
    """Else it would take forms only."""
    assert {reverse("desk:import-upload"), reverse("desk:import-files", args=[1])} == {
        UPLOAD,
        "/desk/imports/1/files/",
    }
    assert len(bodies.UPLOADS) == 2


# It closes old connections, as a server's thread must; a transaction around the test would be one.
@pytest.mark.django_db(transaction=True)
def test_who_is_signed_in(alice, as_alice, django_assert_num_queries):
    cookies = f"theme=dark; {as_alice.cookies['sessionid'].OutputString()}"
    with django_assert_num_queries(1):
        assert bodies.is_signed_in(cookies)
    as_alice.logout()
    assert not bodies.is_signed_in(cookies)


@pytest.mark.django_db(transaction=True)
def test_who_is_not_signed_in(client):
    assert not bodies.is_signed_in("")
    assert not bodies.is_signed_in("sessionid=x")
    assert not bodies.is_signed_in(MEMBER)
    session = client.session
    session["seen"] = "a page"
    session.save()
    assert not bodies.is_signed_in(f"sessionid={session.session_key}")


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
    assert send("POST", LOGIN, bodies.SMALL + 1).status_code == 413
