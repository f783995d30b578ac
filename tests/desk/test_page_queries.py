"""What each page of the desk asks of the database: the same however much it shows, and little."""

import pytest

from articles.accounts import desk_settings
from articles.actions import articles as actions
from articles.desk.queue import listing as queue
from articles.models import Article, Conflict, ImportItem, Provider, Review, Rule, StateBy
from tests.factories import (
    NOON,
    make_article,
    make_batch,
    make_image,
    make_item,
    make_link,
    make_topic,
)
from tests.queries import count_queries
from tests.rules import make_rule

pytestmark = pytest.mark.django_db

MOST = 12
MORE = {
    "trial": 14,  # as a page, without scripts: it shows the rule's form as well
    "article": 13,  # with its story, and what is in it
}
PAGES = {
    "waiting": "/desk/",
    "all": "/desk/?queue=all",
    "by score": "/desk/?queue=all&sort=quality",
    "folded": "/desk/?queue=rule-folded",
    "decided": "/desk/?queue=decided",
    "found": "/desk/?queue=all&q=story&at_least=10",
    "of a topic": "/desk/?queue=all&topic={topic}",
    "filters": "/desk/?queue=all&filters=open",
    "filters of what waits": "/desk/?filters=open",
    "what waits of a topic": "/desk/?topic={topic}",
    "as it was": "{more}&at={article}",
    "article": "/desk/articles/{article}/",
    "story": "/desk/stories/{article}/",
    "stories": "/desk/stories/",
    "pane": "/desk/articles/{article}/pane/",
    "news": "/desk/news/?asof={asof}",
    "keys": "/desk/keys/",
    "today": "/desk/acts/",
    "conflicts": "/desk/conflicts/",
    "changes": "/desk/changes/",
    "calendar": "/desk/calendar/",
    "for you": "/desk/for-you/",
    "rules": "/desk/rules/",
    "rule": "/desk/rules/{rule}/",
    "trial": "/desk/rules/{rule}/trial/",
    "sources": "/desk/sources/",
    "source": "/desk/sources/{provider}/",
    "numbers": "/desk/numbers/",
    "imports": "/desk/imports/",
    "import": "/desk/imports/{batch}/",
    "session": "/desk/session/",
}


def make_newsroom(count, by):
    """Articles of every kind, and files of an import."""
    batch = make_batch()
    for n in range(count):
        fields = {"title": f"Story {n}", "topics": [make_topic()], "images": [make_image()]}
        article = make_article(**fields)
        make_link(article)
        make_link(article, target=make_article(heat=-1, state_by=StateBy.IMPORT))
        make_article(review=Review.REVIEWED)
        if n % 2:
            Conflict.objects.create(article=article, field="title", at=NOON)
        actions.publish(article=make_article(), by=by, version=1)
        make_item(batch=batch, path=f"_news/{n}.md", article=article)


def addresses(client):
    first = client.get("/desk/?queue=all")
    linked = Article.objects.filter(links__isnull=False).order_by("pk").first()
    return {
        "topic": linked.listed_topics[0].slug,
        "more": first.context["more"],
        "asof": str(first.context["asof"]).replace("+", "%2B"),
        "article": linked.pk,
        "provider": Provider.objects.order_by("pk").first().pk,
        "rule": Rule.objects.get().pk,
        "batch": ImportItem.objects.order_by("pk").first().batch_id,
    }


@pytest.fixture
def counted(as_bob, bob, monkeypatch):
    """How many queries each page takes with 10, 20 and 50 rows."""
    monkeypatch.setattr(queue, "PAGE_SIZE", 8)  # there is always a further page
    make_rule(bob, query="story", act="score", points=5)
    desk_settings.set_density(by=bob, density="compact", hides_pane=False)
    counts = {name: [] for name in PAGES}
    made = 0
    for rows in (10, 20, 50):
        make_newsroom(rows - made, bob)
        made = rows
        monkeypatch.setattr(queue, "PAGE_SIZE", rows)
        known = addresses(as_bob)
        for name, address in PAGES.items():
            url = address.format(**known)
            as_bob.get(url)  # what is written once for all pages
            counts[name].append(count_queries(as_bob, url))
    return counts


def test_no_page_asks_more_for_more_rows(counted):
    assert {name: numbers for name, numbers in counted.items() if len(set(numbers)) > 1} == {}


def test_no_page_asks_much(counted):
    most = {name: max(numbers) for name, numbers in counted.items()}
    assert {name: n for name, n in most.items() if n > MORE.get(name, MOST)} == {}
