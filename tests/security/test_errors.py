"""Errors speak the asker's language and never show their inside."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from newsdesk import errors, urls
from tests.factories import make_article

FAILURES = {
    "locked": OperationalError("database is locked"),
    "full": OperationalError("database or disk is full"),
    "gone": InterfaceError("connection already closed"),
    "no-room": OSError(errno.ENOSPC, "No space left on device"),
}
SECRET = "the-secret-of-the-inside"


def failing(error):
    def view(request: HttpRequest):
        raise error

    view.login_required = False
    return view


urlpatterns = [
    path("broken/", failing(RuntimeError(SECRET))),
    *(path(f"{name}/", failing(error)) for name, error in FAILURES.items()),
    *urls.urlpatterns,
]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500

pytestmark = [pytest.mark.urls(__name__), pytest.mark.filterwarnings("default")]


@pytest.fixture
def visitor(db):
    return Client(raise_request_exception=False)


def test_a_broken_page(visitor):
    response = visitor.get("/broken/")
    assert response.status_code == 500
    assert "Something broke" in response.text
    assert SECRET not in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("name", FAILURES)
def test_what_passes_by_itself_asks_to_come_back(visitor, name):
    response = visitor.get(f"/{name}/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "Back in a moment" in response.text
    assert str(FAILURES[name]) not in response.text


def test_the_pages_of_trouble_ask_no_database():
    """No `db` fixture: any query would fail the test."""
    assert errors.server_error(HttpRequest()).status_code == 500
    assert errors.bad_request(HttpRequest(), Exception()).status_code == 400


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/json, text/html;q=0.5", "application/json"),
        ("nonsense", "text/html; charset=utf-8"),
    ],
)
def test_errors_come_as_asked_for(visitor, accept, kind):
    response = visitor.get("/nowhere/", headers={"Accept": accept})
    assert response.status_code == 404
    assert response.headers["Content-Type"] == kind


def test_a_program_gets_the_status_in_words(visitor):
    response = visitor.get("/locked/", headers={"Accept": "application/json"})
    assert response.json() == {"status": 503, "error": "Service Unavailable"}


def test_more_than_a_request_may_hold(visitor, settings):
    settings.BODY_MAX = 100
    response = visitor.post("/accounts/login/", {"login": "x" * 200})
    assert response.status_code == 413
    assert "more than can be sent at once" in response.text


def test_more_files_than_a_form_may_hold(visitor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    files = [SimpleUploadedFile(name, b"x") for name in ("a.md", "b.md")]
    response = visitor.post("/accounts/login/", {"files": files})
    assert response.status_code == 413


def test_being_refused(as_charlie):
    response = as_charlie.get("/desk/")
    assert response.status_code == 403
    assert "not open to you" in response.text


def test_a_form_that_is_too_old_changes_nothing(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    response = client.post("/accounts/logout/")
    assert response.status_code == 403
    assert "grown too old" in response.text
    assert client.get("/accounts/").status_code == 200


@pytest.mark.parametrize(("length", "status"), [(2_900_000, 422), (3_000_001, 413)])
def test_a_form_takes_what_the_docs_say(as_alice, length, status):
    article = make_article()
    response = as_alice.post(
        f"/desk/articles/{article.pk}/notes/add/",
        "text=" + "x" * (length - 5),
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == status
    assert ("A form takes 3 MB" in response.text) == (status == 413)


def test_fields_beside_files_that_are_too_large_are_too_large_as_well(as_bob, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = as_bob.post("/desk/imports/upload/", {"files": "x" * 1001})
    assert response.status_code == 413
