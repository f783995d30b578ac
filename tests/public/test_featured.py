"""What editors put on top of a topic's page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Feature
from tests.factories import NOON, make_article, make_feature, make_topic
from tests.public.pages import text
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def storage():
    topic = make_topic(slug="storage")
    for name, quality in (("weak", 10), ("strong", 90), ("old", 80)):
        days = timedelta(days=name == "old")
        make_article(slug=name, topics=[topic], quality=quality, published_at=NOON - days)
    return topic


def put(slug, topic, **fields):
    return make_feature(topic.articles.get(slug=slug), **fields)


def slugs(stories):
    return [story.article.slug for story in stories]


def below(response):
    return [slug for day in response.context["days"] for slug in slugs(day.stories)]


def test_it_comes_first_with_its_mark_and_once(client, storage):
    put("old", storage)
    response = client.get("/topics/storage/")
    assert slugs(response.context["featured"]) == ["old"]
    assert below(response) == ["strong", "weak"]
    assert '<h2 id="featured">Featured</h2>' in text(response)


def test_the_latest_comes_first(client, storage):
    put("weak", storage)
    put("old", storage)
    assert slugs(client.get("/topics/storage/").context["featured"]) == ["old", "weak"]


def test_it_ends_by_itself(client, storage):
    put("weak", storage)
    Feature.objects.update(until=timezone.now())
    response = client.get("/topics/storage/")
    assert (slugs(response.context["featured"]), len(below(response))) == ([], 3)


@pytest.mark.parametrize("hidden", [{"state": "unpublished"}, {"heat": -1}])
def test_what_readers_do_not_see_is_not_on_top(client, storage, hidden):
    article = make_article(slug="hidden", topics=[storage], **hidden)
    make_feature(article)
    assert "/news/hidden/" not in text(client.get("/topics/storage/"))


def test_what_is_dated_ahead_waits(client, storage):
    ahead = timezone.now() + timedelta(hours=1)
    make_feature(make_article(slug="ahead", topics=[storage], published_at=ahead))
    assert "/news/ahead/" not in text(client.get("/topics/storage/"))


def test_another_topic_has_its_own_top(client, storage):
    other = make_topic(slug="other")
    article = make_article(slug="both", topics=[storage, other])
    make_feature(article, topic=other)
    assert slugs(client.get("/topics/storage/").context["featured"]) == []
    assert slugs(client.get("/topics/other/").context["featured"]) == ["both"]


def test_further_pages_do_not_show_it(client, storage):
    for n in range(40):
        make_article(topics=[storage], published_at=NOON - timedelta(days=2, hours=n))
    put("old", storage)
    first = client.get("/topics/storage/")
    second = client.get("/topics/storage/", {"after": first.context["page"].after})
    assert "Featured" not in text(second)


def test_more_of_them_take_no_more_queries(client, storage):
    put("weak", storage)
    one = count_queries(client, "/topics/storage/")
    put("old", storage)
    put("strong", storage)
    assert count_queries(client, "/topics/storage/") == one
