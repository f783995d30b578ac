"""A story that was merged into another leads readers there, and nothing else shows it."""

import pytest

from articles.actions import articles
from articles.actions.judgement import duplicates
from articles.actions.stories import folding
from articles.models import Article, State
from tests.factories import make_article, make_topic
from tests.public.pages import stories, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return make_topic(slug="energy")


@pytest.fixture
def stays(topic):
    return make_article(slug="stays", topics=[topic])


@pytest.fixture
def copy(alice, stays, topic):
    return merge(make_article(slug="copy", topics=[topic]), stays, alice)


def merge(copy, stays, by):
    version = Article.objects.get(pk=copy.pk).version
    return duplicates.merge(article=copy, into=stays, by=by, version=version).row


def test_its_address_leads_to_the_one_that_stays(client, copy):
    response = client.get("/news/copy/")
    assert response.status_code == 301
    assert response.headers["Location"] == "/news/stays/"
    assert response.headers["Cache-Control"] == "public, max-age=60"  # a merge can be undone
    assert client.get("/news/COPY/").headers["Location"] == "/news/stays/"


def test_along_a_chain_to_its_end(client, copy, stays):
    end = make_article(slug="end")
    Article.objects.filter(pk=stays.pk).update(merged_into=end, state=State.UNPUBLISHED)
    assert client.get("/news/copy/").headers["Location"] == "/news/end/"


def test_round_and_round_leads_nowhere(client, copy, stays):
    Article.objects.filter(pk=stays.pk).update(merged_into=copy)
    assert client.get("/news/copy/").status_code == 404


def test_one_that_readers_do_not_see_is_not_named(client, copy, stays):
    Article.objects.filter(pk=stays.pk).update(state=State.UNPUBLISHED)
    response = client.get("/news/copy/")
    assert response.status_code == 404
    assert "stays" not in text(response)


def test_published_once_more_it_still_is_the_other_one(client, alice, copy):
    articles.publish(article=copy, by=alice, version=copy.version)
    assert client.get("/news/copy/").headers["Location"] == "/news/stays/"


@pytest.mark.parametrize("published_again", [False, True])
@pytest.mark.parametrize(
    "page", ["/", "/topics/energy/", "/feed.atom", "/topics/energy/feed.atom", "/sitemap.xml"]
)
def test_no_list_shows_it(client, alice, copy, page, published_again):
    if published_again:
        articles.publish(article=copy, by=alice, version=copy.version)
    shown = text(client.get(page))
    assert "/news/stays/" in shown
    assert "/news/copy/" not in shown


def test_the_page_of_the_one_that_stays_does_not_lead_back(client, copy):
    assert "/news/copy/" not in stories(client.get("/news/stays/"))


def test_no_story_lists_it_below_itself(client, alice, stays, topic):
    lead, twin = make_article(slug="lead"), make_article(title="Twin", topics=[topic])
    for one in (stays, twin):
        folding.fold(article=one, into=lead, by=alice, version=1)
    assert "Twin" in text(client.get("/news/lead/"))
    merge(twin, stays, alice)
    page = text(client.get("/news/lead/"))
    assert "Twin" not in page
    assert stays.title in page
