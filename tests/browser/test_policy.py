"""The content security policy in a real browser: `open_page` fails on any violation."""

import pytest
from django.test import Client

from articles.models import Article, Provider, RelatedLink, Topic
from tests.security.routes import address, make_samples, routes

pytestmark = pytest.mark.browser
ATTACK = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7 }}</title>"


def pages(user):
    """The addresses of all whole pages that this user can open."""
    samples = make_samples()
    client = Client()
    client.force_login(user)
    for route in routes():
        path = address(route, samples)
        response = client.get(path)
        start = response.getvalue()[:20].lower()
        if response.status_code == 200 and b"<!doctype html" in start:
            yield path


def test_every_page_obeys_and_runs_nothing_that_a_seed_says(open_page, live_server, bob):
    paths = list(pages(bob))
    Article.objects.update(title=ATTACK, excerpt=ATTACK)
    Topic.objects.update(name=ATTACK[:100], description=ATTACK)
    Provider.objects.update(name=ATTACK)
    RelatedLink.objects.update(title=ATTACK, provider_name=ATTACK)
    page, ran = open_page(bob), []
    page.on("dialog", lambda dialog: ran.append(dialog.message) or dialog.dismiss())
    for path in paths:
        assert page.goto(live_server.url + path).status == 200
    assert ran == []
    assert len(paths) > 40
