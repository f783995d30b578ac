"""The feed of a view, and what its owner does with it."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.actions.saved import feeds
from articles.display.feeds import FEED_SIZE
from articles.models import SavedView, State
from tests.desk.pages import text
from tests.factories import make_article, make_saved_view, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def view(alice):
    return make_saved_view(owner=alice, name="Storage & more", query="queue=all&q=storage")


def feed(view):
    return f"/desk/views/feed/{feeds.open_feed(view=view, by=view.owner)}"


def entries(response):
    return ElementTree.fromstring(response.content).findall("a:entry", ATOM)


def titles(response):
    return [entry.findtext("a:title", None, ATOM) for entry in entries(response)]


def test_needs_no_session(client, view):
    make_article(title="Storage held", state=State.UNPUBLISHED)
    make_article(title="Else")
    response = client.get(feed(view))
    assert titles(response) == ["Storage held"]
    assert "Storage &amp; more" in text(response)
    assert not response.cookies
    assert response.headers["Cache-Control"].startswith("private")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_leads_to_the_desk(client, view):
    article = make_article(title="Storage")
    link = entries(client.get(feed(view)))[0].find("a:link[@rel='alternate']", ATOM)
    assert link.get("href") == f"http://testserver/desk/articles/{article.pk}/"


def test_the_newest_and_none_of_later_on(client, view):
    for n in range(FEED_SIZE + 2):
        make_article(title=f"Storage {n}")
    make_article(title="Storage ahead", published_at=timezone.now() + timedelta(minutes=5))
    found = titles(client.get(feed(view)))
    assert found[0] == "Storage 0"
    assert len(found) == FEED_SIZE - 1


def test_says_when_nothing_has_changed(client, view):
    make_article(title="Storage")
    url = feed(view)
    etag = client.get(url).headers["ETag"]
    again = {"If-None-Match": etag}
    assert client.get(url, headers=again).status_code == 304
    make_article(title="More storage")
    assert client.get(url, headers=again).status_code == 200


def test_me_is_the_owner(client, alice):
    make_article(title="Hers", review="reviewed", decided_by=alice, decided_at=timezone.now())
    make_article(title="Nobody’s")
    view = make_saved_view(owner=alice, query="queue=all&q=by:me")
    assert titles(client.get(feed(view))) == ["Hers"]


def test_a_broken_one_says_so(client, view):
    SavedView.objects.update(query="queue=all&q=topic:power")
    response = client.get(feed(view))
    assert entries(response) == []
    assert "No topic is called “power”." in text(response)


def test_queries_do_not_grow_with_articles(client, view):
    url, topic = feed(view), make_topic()
    client.get(url)  # the first of all decides what ids begin with
    counts = set()
    for _ in range(2):
        for _ in range(10):
            make_article(title="Storage", topics=[topic])
        counts.add(count_queries(client, url))
    assert len(counts) == 1


@pytest.mark.parametrize("token", ["x", "é", "a" * 5000])
def test_a_wrong_token(client, as_alice, token):
    for visitor in (client, as_alice):
        assert visitor.get(f"/desk/views/feed/{token}").status_code == 404


def test_an_old_token(client, view):
    old = feed(view)
    feed(view)
    assert client.get(old).status_code == 404


def test_only_as_long_as_the_owner_may_look(client, alice, view):
    url = feed(view)
    alice.groups.clear()
    assert client.get(url).status_code == 404


def test_not_of_one_who_is_disabled(client, alice, view):
    url = feed(view)
    alice.is_active = False
    alice.save()
    assert client.get(url).status_code == 404


def test_wrong_method(client, view):
    assert client.post(feed(view)).status_code == 405


@pytest.mark.parametrize("what", ["open", "close"])
def test_doors(doors, view, what):
    doors(f"/desk/views/{view.pk}/feed/{what}/")


@pytest.mark.parametrize("what", ["open", "close"])
def test_somebody_elses_is_not_there(as_bob, view, what):
    SavedView.objects.update(shared=True)
    assert as_bob.post(f"/desk/views/{view.pk}/feed/{what}/").status_code == 404


def test_its_address_is_shown_once(client, as_alice, view):
    page = text(as_alice.post(f"/desk/views/{view.pk}/feed/open/"))
    address = re.search(r'value="http://testserver(/desk/views/feed/[^"]+)"', page)[1]
    assert client.get(address).status_code == 200
    assert address not in text(as_alice.get("/desk/views/"))


def test_it_can_be_closed(client, as_alice, view):
    url = feed(view)
    assert "Close the feed" in text(as_alice.get("/desk/views/"))
    as_alice.post(f"/desk/views/{view.pk}/feed/close/")
    assert client.get(url).status_code == 404
    assert "Close the feed" not in text(as_alice.get("/desk/views/"))
