"""The content security policy in a real browser: `open_page` fails on any violation."""

from articles.models import Article, Provider, RelatedLink, Topic
from tests.security.routes import make_samples, whole_pages

ATTACK = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7 }}</title>"


def test_every_page_obeys_and_runs_nothing_that_a_seed_says(open_page, live_server, bob):
    paths = list(whole_pages(bob, make_samples()))
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
