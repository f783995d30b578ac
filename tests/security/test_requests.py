"""Requests that no honest browser sends."""

from urllib.parse import quote

import pytest
from django.test import Client

from articles.models import Article
from tests.factories import make_article
from tests.security.routes import address, make_samples, routes

ALL = {route.name: route for route in routes()}
FORMS = [name for name in ALL if name.startswith(("desk:", "account_", "mfa_"))]

# What a view of the desk or of the admin site reads, or might.
DESK = (
    "after at day from group heat ids into link lead links next page provider q quality review "
    "sort state story target text title topic topics to url version images excerpt field position "
    "class folder hold items paths skip source"
)
ADMIN = "action all e o order p pop term"
NAMES = f"{DESK} {ADMIN}".split()
VALUES = {
    "huge": "1" + "0" * 20,
    "longer than an int may be": "9" * 5000,
    "negative": "-5",
    "no such day": "2026-02-30",
    "infinite": "1e999",
    "not a number": "NaN",
    "another alphabet's digits": "٣",
    "bad UTF-8": "%ff%fe",
    "half a surrogate": "%ed%a0%80",
    "NUL": "%00",
    "a new line": "a%0d%0aSet-Cookie: x=y",
    "SQL": "%27%22;--",
    "a script": "%3Cscript%3Ealert(1)%3C/script%3E",
    "deep": quote("[" * 2000),
    "a mangled cursor": "2026-13-45~x~~",
    "full-text syntax": quote('"NEAR( OR * ^ AND col:'),
    "nothing": "",
}
GAPS = ["0", "-1", "9" * 30, "%00", "%ff", "..%2f..%2fetc", "x" * 3000, "%F0%9F%92%A9", "a'b\"c"]


@pytest.fixture
def samples(db):
    return make_samples()


@pytest.fixture
def as_bob(bob):
    client = Client(raise_request_exception=False)
    client.force_login(bob)
    return client


def fill(value):
    return "&".join(f"{name}={value}" for name in NAMES)


@pytest.mark.parametrize("kind", VALUES)
def test_absurd_parameters_break_nothing(kind, samples, as_bob):
    query = fill(VALUES[kind])
    assert broken(lambda path: as_bob.get(f"{path}?{query}"), samples) == []


@pytest.mark.parametrize("kind", VALUES)
def test_absurd_forms_break_nothing(kind, samples, as_bob):
    form = fill(VALUES[kind])
    kind_of_form = "application/x-www-form-urlencoded"
    send = lambda path: as_bob.post(path, form, content_type=kind_of_form)  # noqa: E731
    assert broken(send, samples, [*FORMS, "public:front"]) == []


def broken(send, samples, names=ALL):
    """The addresses that answer with an error of the server's."""
    answers = {name: send(address(ALL[name], samples)) for name in names if "logout" not in name}
    for answer in answers.values():
        answer.getvalue()  # to its end, where a picture's file is closed
    return [f"{name}: {one.status_code}" for name, one in answers.items() if one.status_code >= 500]


@pytest.mark.parametrize("gap", GAPS)
def test_absurd_addresses_are_not_found(gap, samples, as_bob):
    paths = [
        f"/topics/{gap}/",
        f"/topics/{gap}/feed.atom",
        f"/news/{gap}/",
        f"/pictures/{gap}/thumb.webp",
        f"/desk/articles/{gap}/",
        f"/desk/conflicts/{gap}/keep-ours/",
        f"/desk/imports/{gap}/",
        f"/desk/imports/1/items/{gap}/",
        f"/accounts/2fa/webauthn/keys/{gap}/remove/",
        f"/admin/articles/article/{gap}/change/",
        f"/admin/auth/user/{gap}/password/",
        f"/{gap}",
    ]
    codes = {path: as_bob.get(path).status_code for path in paths}
    assert {
        path: code for path, code in codes.items() if code not in (302, 400, 403, 404, 405)
    } == {}


@pytest.mark.parametrize(
    "query",
    ["&".join("a=1" for _ in range(2000)), "q=" + "x" * 20_000, "%", "=&=&&&", "q[]=1&q[a]=2"],
)
@pytest.mark.parametrize("path", ["/", "/desk/", "/topics/energy/", "/admin/articles/article/"])
def test_absurd_amounts(path, query, samples, as_bob):
    assert as_bob.get(f"{path}?{query}").status_code < 500


@pytest.mark.parametrize(
    "body", ["{", "[" * 100_000, "\0", '{"a": NaN}', "--x\r\nContent-Disposition: form-data"]
)
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/x"])
def test_absurd_bodies(body, kind, samples, as_bob):
    path = address(ALL["desk:article-score"], samples)
    assert 400 <= as_bob.post(path, body, content_type=kind).status_code < 500


def test_a_nul_is_refused_wherever_it_hides(db, client):
    assert client.get("/?q=a%00b").status_code == 400
    assert client.get("/topics/a%00b/").status_code == 400
    assert client.post("/accounts/login/", {"login": "a\0b"}).status_code == 400
    assert client.get("/", HTTP_COOKIE="sessionid=a\0b").status_code == 400


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "a b", "", "localhost@x"]
)
def test_a_foreign_host_is_refused(host, db, client):
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


def test_forwarded_headers_mean_nothing(db, client):
    response = client.get(
        "/desk/",
        headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    )
    assert response.headers["Location"] == "/accounts/login/?next=/desk/"
    assert not response.wsgi_request.is_secure()


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({"_method": "GET"}, {}),
        ({}, {"X-HTTP-Method-Override": "GET"}),
        ({}, {"X-Method-Override": "GET"}),
    ],
)
def test_no_method_stands_for_another(form, headers, db, client):
    assert client.post("/about/", form, headers=headers).status_code == 405


# A mail program presses this one, without a cookie: the key in its address is the secret.
BY_KEY = "desk:saved-alert-end"


@pytest.mark.parametrize("name", [name for name in FORMS if name != BY_KEY])
def test_a_form_without_its_secret_is_refused(name, samples, alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(address(ALL[name], samples)).status_code in (403, 405)


def test_a_form_from_elsewhere_is_refused(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    secret = client.get("/accounts/").cookies["csrftoken"].value
    form = {"csrfmiddlewaretoken": secret}
    elsewhere = {"Origin": "https://evil.example"}
    assert client.post("/accounts/logout/", form, headers=elsewhere).status_code == 403
    assert client.post("/accounts/logout/", form).status_code == 302


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "http:///evil.example",
        " //evil.example",
        "/\t/evil.example",
        "https://testserver@evil.example/",
    ],
)
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/logout/"])
def test_next_stays_here(path, there, alice, client):
    if "logout" in path:
        client.force_login(alice)
    form = {"login": "alice", "password": "correct horse battery", "next": there}
    response = client.post(f"{path}?next={quote(there)}", form)
    assert response.status_code == 302
    assert "evil" not in response.headers["Location"]
    assert response.headers["Location"].startswith("/")
    assert not response.headers["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "broken", ["http://[", "//[", "http://[::1", f"http://testserver/desk/?{'a=1&' * 1500}"]
)
def test_addresses_that_cannot_be_read_break_nothing(broken, alice, client):
    """Wherever a client can say where it comes from or wants to go."""
    there = {"Referer": broken, "HX-Current-URL": broken}
    form = {"login": "alice", "password": "correct horse battery", "next": broken}
    assert client.get("/desk/", headers={**there, "HX-Request": "true"}).status_code < 400
    assert client.get("/accounts/login/", {"next": broken[:100]}).status_code < 400
    assert client.post("/accounts/login/", form).status_code == 302
    article = make_article()
    acted = {"version": 1, "quality": 50, "at": "1"}
    response = client.post(f"/desk/articles/{article.pk}/score/", acted, headers=there)
    assert (response.status_code, Article.objects.get().quality) == (302, 50)
    assert client.post("/accounts/logout/", {"next": broken}).status_code == 302
