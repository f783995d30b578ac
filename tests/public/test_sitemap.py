from xml.etree import ElementTree

import pytest

from articles.models import State
from tests.factories import make_article, make_topic
from tests.public.pages import text
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def locations(client):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [url.findtext("{*}loc").removeprefix("http://testserver") for url in root]


def test_lists_pages_topics_and_stories(client):
    make_article(slug="quarry", topics=[make_topic(slug="energy")])
    assert locations(client) == ["/", "/topics/", "/about/", "/topics/energy/", "/news/quarry/"]


def test_leaves_out_what_readers_may_not_see(client):
    make_topic(slug="empty")
    lead = make_article(slug="lead")
    make_article(slug="held", state=State.UNPUBLISHED)
    make_article(slug="folded", folded_into=lead)
    assert locations(client)[3:] == ["/news/lead/"]


def test_more_rows_take_no_more_queries(client):
    make_article(topics=[make_topic()])
    few = count_queries(client, "/sitemap.xml")
    make_article(topics=[make_topic()])
    assert count_queries(client, "/sitemap.xml") == few <= 2


def test_robots_stay_out_of_the_newsroom(client):
    page = text(client.get("/robots.txt"))
    assert "Disallow: /desk/" in page
    assert "Disallow: /setup/" in page
    assert "Sitemap: http://testserver/sitemap.xml" in page
