"""Articles on top of a topic until a time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.actions.errors import Refused
from articles.actions.teamwork import features
from articles.history.undo import undo_act
from articles.models import Feature
from articles.times import in_full
from tests.factories import make_article, make_feature, make_topic
from tests.history.acts import last_event, last_sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def storage():
    return make_topic(name="Storage", parent=make_topic(name="Energy"))


@pytest.fixture
def article(storage):
    return make_article(topics=[storage])


def tomorrow():
    return timezone.now() + timedelta(days=1)


def put(article, by, topic, **fields):
    fields = {"version": 1, "until": tomorrow(), **fields}
    return features.feature(article=article, by=by, topic=topic, **fields).row


def test_it_is_on_top_until_then(alice, article, storage):
    until = tomorrow()
    put(article, alice, storage, until=until)
    place = Feature.objects.get()
    assert (place.topic, place.until, place.by) == (storage, until, alice)
    assert last_sentence() == f"Alice put it on top of “Storage” until {in_full(until)}"


def test_a_topic_above_will_do(alice, article, storage):
    put(article, alice, storage.parent)
    assert Feature.objects.get().topic == storage.parent


def test_once_more_it_is_until_another_time(alice, bob, article, storage):
    put(article, alice, storage)
    until = tomorrow() + timedelta(days=1)
    put(article, bob, storage, version=2, until=until)
    assert (Feature.objects.get().until, Feature.objects.get().by) == (until, bob)
    assert "put it on top" in last_sentence()


def test_it_is_taken_off(alice, article, storage):
    put(article, alice, storage)
    put(article, alice, storage.parent, version=2)
    features.unfeature(article=article, by=alice, version=3, topic=storage)
    assert Feature.objects.get().topic == storage.parent
    assert last_sentence() == "Alice took it off the top of “Storage”"


def test_what_is_not_there_cannot_be_taken_off(alice, article, storage):
    assert features.unfeature(article=article, by=alice, version=1, topic=storage).act is None


def test_it_must_be_filed_there(alice, article):
    with pytest.raises(Refused, match="not filed under"):
        put(article, alice, make_topic())


def test_its_time_must_be_ahead(alice, article, storage):
    with pytest.raises(Refused, match="has passed"):
        put(article, alice, storage, until=datetime(2020, 1, 1, tzinfo=UTC))


def test_a_topic_has_so_many_on_top(alice, article, storage):
    for _ in range(features.MOST):
        make_feature(topic=storage)
    with pytest.raises(Refused, match="3 articles are on top"):
        put(article, alice, storage)
    Feature.objects.update(until=timezone.now())
    put(article, alice, storage)


def test_undo_and_its_undo(alice, article, storage):
    put(article, alice, storage)
    undone = undo_act(act=last_event().group, by=alice)
    assert not Feature.objects.exists()
    undo_act(act=undone.act, by=alice)
    assert Feature.objects.get().by == alice


def test_undo_of_what_has_ended_says_so(alice, article, storage):
    put(article, alice, storage)
    Feature.objects.update(until=timezone.now())
    undone = undo_act(act=last_event().group, by=alice)
    assert undone.skipped[0].endswith(
        "the place on top of topics has been changed since and stays as it is"
    )


def test_it_comes_back_without_a_person_who_is_gone(alice, bob, article, storage):
    put(article, bob, storage)
    features.unfeature(article=article, by=alice, version=2, topic=storage)
    bob.delete()
    undo_act(act=last_event().group, by=alice)
    assert Feature.objects.get().by is None
