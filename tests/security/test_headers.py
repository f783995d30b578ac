"""Headers that no honest browser sends: whatever reads them, nobody gets an error of the server's.

Control characters are not among them: the web server refuses a request that has some.
"""

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

from newsdesk.wsgi import application
from tests.security.routes import address, make_samples, routes

ALL = {route.name: route for route in routes()}
ADDRESSES = [
    "http://[::1",
    "http://[",
    "//[",
    "http://[v1.x]/",
    "http://testserver:99999999/desk/",
    "http://testserver:port/desk/",
    "http://testserver/desk/?" + "a=1&" * 1500,
    "http://testserver/desk/?after=%00&at=%ff",
    "http://testserver\\@evil.example/",
    "http://test\u2100server/",  # NFKC: a/c
    "http://" + "a." * 200,
    "javascript:alert(1)",
    "é\udcff",
    "",
    "x" * 9000,
]
NUMBERS = ["-1", "9" * 5000, "1e9", "٣", "1, 2", "0x10", " ", "NaN"]
LISTS = [
    ";q=",
    ",,,",
    "text/html;q=nan",
    "*/*;q=9" * 500,
    'a/b;c="',
    "é",
    "=?utf-8?q?=ff?=",
    '"',
    "text/",
]
DATES = ["never", "Sun, 06 Nov 9999999 08:49:37 GMT", "Sun, 31 Feb 2020 99:99:99 GMT", "-1", "é"]
TAGS = ['W/"', '"' * 999, "*, *", "é", "W/*", '"\udcff"']
VALUES = {
    "HX-Request": ["", "false", "é", "true, true"],
    "HX-Current-URL": ADDRESSES,
    "HX-Current-URL-URI-AutoEncoded": ["true", "false", "é"],
    "HX-Target": ["é\udcff", "x" * 9000],
    "HX-Trigger": ["%ff"],
    "HX-Trigger-URI-AutoEncoded": ["true"],
    "HX-Triggering-Event": ["{", "[" * 100_000, "NaN", '"\\ud800"', "1" * 5000],
    "HX-Prompt": ["%ff"],
    "HX-Boosted": ["é"],
    "HX-History-Restore-Request": ["é", "true"],
    "Referer": ADDRESSES,
    "Origin": [*ADDRESSES, "null"],
    "Host": [*ADDRESSES, "[::1", "[", "testserver:", "testserver:é", ":80", "a..b", "." * 300],
    "X-Forwarded-Host": ADDRESSES,
    "X-Forwarded-For": [*ADDRESSES, ",", "1.2.3.4:5:6", "[::1", "unknown", "::ffff:1.2.3.4%eth0"],
    "X-Forwarded-Proto": ["https", "gopher", "é", ","],
    "X-Forwarded-Port": NUMBERS,
    "Forwarded": ["for=[::1", "é"],
    "Cookie": [
        "sessionid", "sessionid=\udcff", "sessionid=" + "x" * 9000, "sessionid=../../etc",
        "csrftoken=é", "csrftoken=", "messages=x", "; ;; = ;", '$Version="1"; a="\\0', "=" * 999,
    ],
    "Range": ["bytes=", "bytes=-", "bytes=9-1", "bytes=0-" + "9" * 5000, "é", "bytes=0-0," * 999],
    "If-Range": [*TAGS, *DATES],
    "If-None-Match": TAGS,
    "If-Match": TAGS,
    "If-Modified-Since": DATES,
    "If-Unmodified-Since": DATES,
    "Accept": LISTS,
    "Accept-Language": [*LISTS, "x" * 9000, "-".join("ab" * 500), "*;q=1e400"],
    "Accept-Encoding": [*LISTS, "gzip;q=x", "identity;q=0, *;q=0"],
    "Authorization": ["Basic \udcff", "Basic", "Bearer é"],
    "Content-Length": NUMBERS,
    "Content-Type": [
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é",
        "multipart/form-data; boundary=" + "x" * 999,
        "application/x-www-form-urlencoded; charset=nope",
        "text/plain; charset=utf-16",
        "application/json; charset=rot13", "application/x-www-form-urlencoded; charset=rot13",
        "multipart/form-data; boundary=x; charset=rot13", "text/plain; charset=undefined",
        "multipart/form-data; boundary=x; charset=undefined", "text/plain; charset=hex",
        "text/plain; charset=unicode_escape", "text/plain; charset=idna", ";;;", "é", "a" * 9000,
        "application/x-www-form-urlencoded; charset=\"",
    ],
    "Content-Encoding": ["gzip", "é"],
    "Transfer-Encoding": ["chunked", "é"],
    "X-CSRFToken": ["é", "x" * 9000],
    "X-Requested-With": ["é"],
    "X-HTTP-Method-Override": ["TRACE", "é"],
    "User-Agent": ["é\udcff", "x" * 9000],
}  # fmt: skip

FIRST = {"Host", "Cookie", "Content-Length", "Content-Type"}
SOME = [
    *("public:front", "public:picture", "public:feed", "account_login", "account_index"),
    *("desk:queue", "desk:article-score", "desk:import-upload", "admin:auth_user_add"),
]


def environ(name, value):
    """As a web server hands a header on: latin-1, two of them under names of their own."""
    key = name.upper().replace("-", "_")
    return {key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}": _latin(value)}


def _latin(value):
    return value.encode("utf-8", "surrogateescape").decode("latin-1")


@pytest.fixture
def samples(db):
    return make_samples()


@pytest.mark.parametrize("turn", range(max(map(len, VALUES.values()))))
def test_no_header_breaks_a_page(turn, samples, bob):
    """All of them at once, each with its next value; a form or a page, in turns."""
    sent = merged(turn, VALUES.keys() - FIRST)
    assert broken(turn, bob, samples, sent, list(ALL)) == []


@pytest.mark.parametrize("name", sorted(FIRST))
def test_nor_do_those_that_are_read_first(name, samples, bob):
    """Where they are refused, nothing else is looked at: one at a time."""
    found = []
    for value in VALUES[name]:
        found += broken(0, bob, samples, environ(name, value), SOME)
        found += broken(1, bob, samples, environ(name, value), SOME)
    assert found == []


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Proto", "Host"])
def test_nor_behind_a_proxy(name, samples, bob, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    found = []
    for value in VALUES[name]:
        found += broken(1, bob, samples, environ(name, value), SOME)
    assert found == []


@pytest.fixture
def kept_connection(db):
    """The application itself closes connections around a request; a test client does not."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_connection")
@pytest.mark.parametrize(
    "unreadable", ["multipart/form-data; boundary*=utf-9''x", "text/x; a*=undefined''%ff"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_kind_that_cannot_be_read_is_none(unreadable, method):
    """Asked of the application itself: a test client reads the header before it."""
    path, body = ("/about/", b"") if method == "GET" else ("/accounts/login/", b"x")
    environ = RequestFactory().generic(method, path, body, HTTP_HOST="localhost").environ
    answered = []
    application({**environ, "CONTENT_TYPE": unreadable}, lambda *answer: answered.append(answer))
    assert answered[0][0] == ("200 OK" if method == "GET" else "403 Forbidden")


def merged(turn, names):
    sent = {}
    for name in names:
        sent |= environ(name, VALUES[name][turn % len(VALUES[name])])
    return sent


def broken(turn, bob, samples, sent, names):
    """The views that answer with an error of the server's, to somebody and to nobody."""
    cache.clear()
    stranger, admin = Client(raise_request_exception=False), Client(raise_request_exception=False)
    admin.force_login(bob)
    found = []
    for number, name in enumerate(names):
        if "logout" in name:
            continue
        method = ("GET", "POST")[(turn + number) % 2]
        client = stranger if (turn + number) % 5 == 0 else admin
        form = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_HX_REQUEST": "true"}
        path = address(ALL[name], samples)
        response = client.generic(method, path, b"version=1&at=1", **{**form, **sent})
        response.getvalue()  # to its end, where a picture's file is closed
        if response.status_code >= 500:
            found.append(f"{method} {name}: {response.status_code}")
    return found
