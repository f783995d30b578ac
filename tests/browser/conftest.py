"""A real Chromium. Every test fails on console errors, CSP violations and foreign requests."""

import os
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import QUIET, find_browser
from tests.browser.imports import send, status, work
from tests.seeds.samples import ARTICLE, VIDEO

HERE = Path(__file__).parent
POLICY = "Content Security Policy"  # in what a violation says: no test may expect one
# Playwright keeps an event loop in this thread, where Django then refuses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items):
    """Marks the tests of this folder, and gives each a second try: thousands of waits on a busy
    machine, and one of them too long. What needed it is named at the end; what fails twice fails.
    """
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser():
    path = find_browser()
    if path is None:
        missing = "No Chromium found: install it (Debian: apt-get install chromium)."
        if os.environ.get("NEWSDESK_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def one_at_a_time():
    """Answers requests in turn: the server's threads share the one connection that a database in
    memory has, and would begin transactions inside each other's."""
    answer, turn = WSGIHandler.get_response, threading.Lock()

    def answer_in_turn(self, request):
        with turn:
            return answer(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "get_response", answer_in_turn)
        yield


@pytest.fixture
def forgiven():
    """Parts of console messages that a test expects, such as the 409 that it provokes."""
    return []


@pytest.fixture
def open_page(browser, live_server, forgiven):
    """Opens pages signed in as a user, in a context of their own; watches what goes wrong."""
    contexts, problems = [], []

    def open_page(user=None, **options):
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        context.set_default_timeout(10_000)
        if user:
            context.add_cookies([session_of(user, live_server.url)])
        page = context.new_page()
        _watch(page, live_server.url, problems)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [line for line in problems if not _is_forgiven(line, forgiven)] == []


@pytest.fixture
def page(open_page, alice):
    return open_page(alice)


@pytest.fixture
def plain_page(open_page, alice):
    """Without JavaScript."""
    return open_page(alice, java_script_enabled=False)


@pytest.fixture
def imports(open_page, bob, live_server):
    page = open_page(bob)
    page.goto(f"{live_server.url}/desk/imports/")
    return page


@pytest.fixture
def files(tmp_path):
    """A site's folder with two good articles and a broken one."""
    news = tmp_path / "site" / "_news"
    news.mkdir(parents=True)
    (news / "2026-11-19-ferry.md").write_text(ARTICLE)
    (news / "2026-11-19-video.md").write_text(VIDEO)
    (news / "2026-11-19-broken.md").write_text("---\ntitle: Ferry: the return\n---\n")
    return sorted(news.iterdir())


@pytest.fixture
def preview(imports, files):
    """The page after the worker has read the files."""
    send(imports, files)
    expect(status(imports)).to_have_text("Reading")
    work()
    expect(status(imports)).to_have_text("Waits for you")
    return imports


def _is_forgiven(line, forgiven):
    return POLICY not in line and any(part in line for part in forgiven)


def session_of(user, url):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def _watch(page, url, problems):
    def foreign(request):
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.netloc != urlsplit(url).netloc:
            problems.append(f"request to {request.url}")

    def said(message):
        if message.type in ("error", "warning"):
            problems.append(message.text)

    page.on("request", foreign)
    page.on("console", said)
    page.on("pageerror", lambda error: problems.append(str(error)))
