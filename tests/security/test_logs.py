"""What strangers can make the log say."""

import io
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import path

from newsdesk import urls
from newsdesk.logs import Line


def broken(request):
    raise RuntimeError("a mistake of ours")


def full(request):
    raise OperationalError("database or disk is full")


broken.login_required = full.login_required = False
urlpatterns = [path("broken/", broken), path("full/", full), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls(__name__),
    pytest.mark.filterwarnings("default"),
]
LOGIN = "/accounts/login/"
MULTIPART = "multipart/form-data"


@pytest.fixture
def logged():
    """What the site's own handler writes."""
    handler = next(one for one in logging.getLogger().handlers if type(one.formatter) is Line)
    stream = io.StringIO()
    before = handler.setStream(stream)
    yield lambda: stream.getvalue().splitlines()
    handler.setStream(before)


@pytest.fixture
def stranger():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda c: c.get("/", headers={"Host": "evil.example"}), 400),
        (lambda c: c.get("/", headers={"Host": "a\nb"}), 400),
        (lambda c: c.get("/", headers={"X-Forwarded-Host": "evil.example", "Host": "[::1"}), 400),
        (lambda c: c.post(LOGIN, b"--x", content_type=MULTIPART), 400),
        (lambda c: c.post(LOGIN, {f"field{n}": "1" for n in range(1001)}), 400),
        (lambda c: c.get("/?" + "a=1&" * 1001), 400),
        (lambda c: c.generic("POST", LOGIN, "a", "text/x; charset=rot13"), 400),
        (lambda c: c.post(LOGIN, {"files": [SimpleUploadedFile("a", b"x")] * 1001}), 413),
        (
            lambda c: c.post(
                LOGIN, "a=" + "x" * 3_000_000, content_type="application/x-www-form-urlencoded"
            ),
            413,
        ),
        (lambda c: c.get("/topics/a%00b/"), 400),
        (lambda c: c.get("/?q=a%00b"), 400),
    ],
)
def test_a_bad_request_is_one_line(send, status, stranger, logged):
    assert send(stranger).status_code == status
    assert len(logged()) == 1, "\n".join(logged())
    assert " WARNING " in logged()[0]


@pytest.mark.parametrize(
    "send",
    [
        lambda c: c.get("/nowhere/"),
        lambda c: c.get("/nowhere%0aERROR%20django:%20all%20is%20lost/"),
        lambda c: c.get("/%ff%fe/"),
        lambda c: c.post("/about/"),
        lambda c: Client(enforce_csrf_checks=True).post(LOGIN),
        lambda c: c.get("/desk/"),
    ],
)
def test_what_is_not_there_or_not_allowed_is_no_news(send, stranger, logged):
    assert 300 <= send(stranger).status_code < 500
    assert logged() == []


@pytest.mark.parametrize("cookie", ["x", "é", "a" * 5000, "../../etc", '"', "a=b; =;"])
def test_a_broken_cookie_is_one_line_at_most(cookie, stranger, logged):
    response = stranger.get("/desk/", HTTP_COOKIE=f"sessionid={cookie}; csrftoken={cookie}")
    assert response.status_code == 302
    assert len(logged()) <= 1


def test_a_clients_words_stay_on_their_line(stranger, logged):
    assert stranger.get("/topics/a%0a%1b[31m/?q=%00").status_code == 400
    assert len(logged()) == 1
    assert logged()[0].endswith(r"/topics/a\n\x1b[31m/")


def test_what_opens_a_feed_is_not_told(stranger, logged):
    assert stranger.get("/desk/views/feed/a-secret?q=a%00b").status_code == 400
    assert len(logged()) == 1
    assert "/desk/views/feed/…" in logged()[0]
    assert "a-secret" not in logged()[0]


def test_a_mistake_of_ours_has_its_traceback(stranger, logged):
    assert stranger.get("/broken/").status_code == 500
    assert any("Traceback" in line for line in logged())
    assert any("a mistake of ours" in line for line in logged())


def test_what_passes_by_itself_is_one_line(stranger, logged):
    assert stranger.get("/full/").status_code == 503
    assert len(logged()) == 1
    assert logged()[0].endswith(": Service Unavailable: /full/ (database or disk is full)")


def test_a_line_is_short_whatever_a_client_sends(stranger, logged):
    assert stranger.get("/", headers={"Host": "a" * 200_000}).status_code == 400
    assert len(logged()) == 1
    assert len(logged()[0]) < 1100
    assert logged()[0].endswith(" characters)")
