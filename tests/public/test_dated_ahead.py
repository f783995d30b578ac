"""A story dated ahead waits until then, wherever readers could meet it."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Event
from articles.public.stories import filed
from tests.factories import make_article, make_link, make_topic
from tests.public.pages import outline, stories, text

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def ahead(days=7, **fields):
    return make_article(published_at=timezone.now() + timedelta(days=days), **fields)


@pytest.fixture
def energy():
    return make_topic(slug="energy", name="Energy")


@pytest.mark.parametrize(
    "address", ["/", "/topics/energy/", "/topics/energy/feed.atom", "/sitemap.xml"]
)
def test_no_list_shows_it(client, energy, address):
    make_article(slug="here", topics=[energy])
    ahead(slug="coming", topics=[energy])
    ahead(days=1500, slug="far-off", topics=[energy], quality=None, state="unset")
    page = text(client.get(address))
    assert "/news/here/" in page
    assert "coming" not in page
    assert "far-off" not in page


def test_its_page_is_missing_until_then(client):
    article = ahead(slug="coming")
    assert client.get("/news/coming/").status_code == 404
    moment = timezone.now()
    Article.objects.filter(pk=article.pk).update(published_at=moment, day=moment.date())
    assert client.get("/news/coming/").status_code == 200
    assert stories(client.get("/")) == ["/news/coming/"]


def test_clocks_may_differ_by_minutes(client):
    make_article(slug="soon", published_at=timezone.now() + timedelta(minutes=3))
    make_article(slug="later", published_at=timezone.now() + timedelta(minutes=8))
    assert stories(client.get("/")) == ["/news/soon/"]
    assert "just now" in text(client.get("/news/soon/"))
    assert client.get("/news/later/").status_code == 404


def test_other_stories_keep_quiet_about_it(client, energy):
    coming = ahead(slug="coming", title="Embargoed", topics=[energy])
    folded = ahead(title="Embargoed part", heat=-1)
    here = make_article(slug="here", topics=[energy])
    for target in (coming, folded):
        make_link(here, target=target)
    make_link(here, title="Embargoed elsewhere", published_at=timezone.now() + timedelta(days=2))
    make_link(here, title="Seen elsewhere", published_at=timezone.now() - timedelta(days=2))
    make_article(slug="part", folded_into=coming)
    page = text(client.get("/news/here/"))
    assert "Seen elsewhere" in page
    assert "Embargoed" not in page
    assert "Embargoed" not in text(client.get("/news/part/"))


def test_a_topic_of_nothing_else_is_not_in_the_masthead(client, energy):
    ahead(topics=[energy])
    assert "/topics/energy/" not in outline(client.get("/about/")).hrefs()


def test_a_feed_is_never_dated_ahead(client, energy):
    now = timezone.now()
    article = make_article(topics=[energy])
    make_article(slug="soon", topics=[energy], published_at=now + timedelta(minutes=3))
    Event.objects.create(article=article, action="edit", at=now + timedelta(hours=1))
    root = ElementTree.fromstring(client.get("/topics/energy/feed.atom").content)
    moments = [element.text for element in root.iter(f"{ATOM}updated")]
    moments += [element.text for element in root.iter(f"{ATOM}published")]
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert max(map(datetime.fromisoformat, moments)) <= timezone.now()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads few rows without any")
def test_lists_walk_their_index_past_it(energy):
    page = filed(energy.pk).order_by("-day", "-weight", "-article_id")[:31]
    feed = filed(energy.pk).order_by("-published_at", "-article_id")[:31]
    front = Article.objects.listed().order_by("-day", "-weight", "-id")[:31]
    for rows, index in (
        (page, "articletopic_page"),
        (feed, "articletopic_feed"),
        (front, "article_front_page"),
    ):
        assert index in rows.explain()
