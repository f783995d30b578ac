"""One decision on many articles."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import bulk, topic_index
from articles.models import Article, ArticleTopic, Event, State
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


def make_articles(number, **fields):
    topic = make_topic()
    return [make_article(topics=[topic], **fields) for _ in range(number)]


def test_publish_all(alice):
    make_articles(3, state=State.UNPUBLISHED)
    assert bulk.publish_all(articles=Article.objects.filter(public=False), by=alice).count == 3
    published = Article.objects.filter(
        state=State.PUBLISHED, review="reviewed", decided_by=alice, version=2
    )
    assert published.exclude(first_published_at=None).count() == 3


def test_unpublish_all(alice):
    make_articles(3)
    assert bulk.unpublish_all(articles=Article.objects.all(), by=alice).count == 3
    assert not Article.objects.filter(public=True).exists()
    assert not ArticleTopic.objects.filter(public=True).exists()


def test_only_those_chosen(alice):
    chosen, other = make_articles(2)
    bulk.unpublish_all(articles=Article.objects.filter(pk=chosen.pk), by=alice)
    assert Article.objects.get(public=True) == other


def test_the_first_time_in_public_stays(alice):
    make_article()
    bulk.publish_all(articles=Article.objects.all(), by=alice)
    first = Article.objects.get().first_published_at
    bulk.publish_all(articles=Article.objects.all(), by=alice)
    assert Article.objects.get().first_published_at == first


def test_stories_dated_ahead_are_public_from_then_on(alice):
    moment = timezone.now() + timedelta(days=3)
    make_article(published_at=moment)
    bulk.publish_all(articles=Article.objects.all(), by=alice)
    assert Article.objects.get().first_published_at == moment


def test_one_act(alice):
    make_articles(3)
    bulk.unpublish_all(articles=Article.objects.all(), by=alice)
    events = Event.objects.all()
    assert {event.action for event in events} == {"unpublish"}
    assert len({event.group for event in events}) == 1
    assert events[0].before["state"] == "published"
    assert events[0].actor_name == "Alice"


def test_nothing_chosen(alice):
    assert bulk.publish_all(articles=Article.objects.none(), by=alice).count == 0
    assert not Event.objects.exists()


def test_more_than_one_chunk(alice, monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 2)
    monkeypatch.setattr(topic_index, "CHUNK", 2)
    make_articles(5)
    assert bulk.unpublish_all(articles=Article.objects.all(), by=alice).count == 5
    assert Event.objects.count() == 5
    assert not ArticleTopic.objects.filter(public=True).exists()


@pytest.mark.parametrize("number", [2, 20])
def test_the_number_of_queries_does_not_grow(alice, number, django_assert_num_queries):
    make_articles(number)
    with django_assert_num_queries(9):
        bulk.unpublish_all(articles=Article.objects.all(), by=alice)
