"""Each act on many articles does what it does to one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import articles
from articles.actions.errors import Refused
from articles.actions.teamwork import schedule
from articles.actions.teamwork.assignment import assign
from articles.bulk.effects import effect_of
from articles.models import Article, ArticleTopic, BulkAct, Event, Review, State, StateBy
from tests.bulk.many import done, picked, proposed, results, undone
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


def make_articles(number, **fields):
    topic = make_topic()
    return [make_article(topics=[topic], **fields) for _ in range(number)]


def test_publish(alice):
    make_articles(3, state=State.UNPUBLISHED)
    job = done(alice)
    assert results(job) == {"done": 3}
    published = Article.objects.filter(state="published", review="reviewed", decided_by=alice)
    assert published.filter(version=2).exclude(first_published_at=None).count() == 3
    assert ArticleTopic.objects.filter(public=True).count() == 3


def test_stories_dated_ahead_are_public_from_then_on(alice):
    moment = timezone.now() + timedelta(days=3)
    make_article(published_at=moment, state=State.UNPUBLISHED)
    done(alice)
    assert Article.objects.get().first_published_at == moment


def test_hold(alice):
    make_articles(3)
    assert results(done(alice, BulkAct.UNPUBLISH)) == {"done": 3}
    assert not Article.objects.filter(public=True).exists()
    assert not ArticleTopic.objects.filter(public=True).exists()


def test_agree(alice):
    make_article(state=State.UNPUBLISHED)
    make_article()
    assert results(done(alice, BulkAct.AGREE)) == {"done": 2}
    pinned = Article.objects.filter(state_by=StateBy.PERSON)
    assert set(pinned.values_list("state", flat=True)) == {"published", "unpublished"}


def test_reject_with_a_reason(alice):
    make_articles(2)
    assert results(done(alice, BulkAct.REJECT, reason="Seen before")) == {"done": 2}
    assert Article.objects.filter(review=Review.REJECTED).count() == 2
    assert {event.after["reason"] for event in Event.objects.all()} == {"Seen before"}


def test_score(alice):
    make_article(state=State.UNPUBLISHED)
    articles.unpublish(article=make_article(), by=alice, version=1)
    assert results(done(alice, BulkAct.SCORE, quality=90)) == {"done": 2}
    assert Article.objects.filter(quality=90).count() == 2
    assert Article.objects.get(state="published").state_by == StateBy.RULE


def test_add_a_topic(alice):
    energy, other = make_topic(name="Energy"), make_topic()
    make_article(topics=[other])
    make_article(topics=[energy])
    assert results(done(alice, BulkAct.ADD_TOPIC, topic=energy.pk)) == {"done": 1, "already": 1}
    listed = ArticleTopic.objects.filter(topic=energy, position__isnull=False)
    assert list(listed.order_by("position").values_list("position", flat=True)) == [0, 1]


def test_remove_a_topic(alice):
    energy = make_topic(name="Energy")
    make_article(topics=[energy, make_topic()])
    make_article()
    job = done(alice, BulkAct.REMOVE_TOPIC, topic=energy.pk)
    assert results(job) == {"done": 1, "already": 1}
    assert not ArticleTopic.objects.filter(topic=energy).exists()


def test_a_topic_that_is_gone(alice):
    make_article()
    with pytest.raises(Refused, match="not here any more"):
        proposed(alice, BulkAct.ADD_TOPIC, topic=0)


def test_what_cannot_be_is_left_alone_with_its_reason(alice):
    full = make_article(topics=[make_topic() for _ in range(50)])
    make_article()
    job = done(alice, BulkAct.ADD_TOPIC, topic=make_topic().pk)
    assert results(job) == {
        "done": 1,
        "refused: An article has at most 50 topics; these are 51.": 1,
    }
    assert Article.objects.get(pk=full.pk).version == 1


@pytest.mark.parametrize(
    ("what", "arguments"),
    [
        (BulkAct.PUBLISH, {}),
        (BulkAct.UNPUBLISH, {}),
        (BulkAct.AGREE, {}),
        (BulkAct.REJECT, {}),
        (BulkAct.SCORE, {"quality": 7}),
    ],
)
def test_what_is_so_already_is_left_alone(alice, bob, what, arguments):
    make_article()
    done(alice, what, **arguments)
    assert results(done(bob, what, **arguments)) == {"already": 1}
    assert Article.objects.get().decided_by == alice
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "arguments"),
    [
        (BulkAct.PUBLISH, {}),
        (BulkAct.UNPUBLISH, {}),
        (BulkAct.AGREE, {}),
        (BulkAct.REJECT, {}),
        (BulkAct.SCORE, {"quality": 7}),
    ],
)
def test_what_is_so_already_is_still_released(alice, bob, what, arguments):
    row = make_article()
    done(alice, what, **arguments)
    row.refresh_from_db()
    assign(article=row, by=alice, version=row.version, to=bob)
    assert results(done(bob, what, **arguments)) == {"done": 1}
    assert Article.objects.get().assigned_to is None


@pytest.mark.parametrize("what", [BulkAct.UNPUBLISH, BulkAct.AGREE, BulkAct.REJECT])
def test_what_is_planned_otherwise_is_off(alice, bob, what):
    at = timezone.now() + timedelta(days=1)
    schedule.publish_at(article=make_article(), by=alice, version=1, at=at)
    assert results(done(bob, what)) == {"done": 1}
    assert Article.objects.get().publish_at is None


def test_what_is_published_is_still_held_later(alice, bob):
    at = timezone.now() + timedelta(days=1)
    schedule.hold_at(article=make_article(), by=alice, version=1, at=at)
    assert results(done(bob)) == {"done": 1}
    assert Article.objects.get().hold_at == at


def test_the_preview_tells_apart_what_is_planned_and_what_is_only_released(alice, bob):
    at = timezone.now() + timedelta(days=1)
    schedule.publish_at(article=make_article(), by=alice, version=1, at=at)
    held = articles.unpublish(article=make_article(), by=alice, version=1).row
    assign(article=held, by=alice, version=2, to=bob)
    articles.unpublish(article=make_article(), by=alice, version=1)
    effect = effect_of(proposed(alice, BulkAct.UNPUBLISH))
    assert effect.gained == 0
    assert {part.stands: part.becomes for part in effect.parts} == {
        "to be published later": "stay held; the plan is off",
        "held by a person, and assigned": "stay, assigned to nobody",
        "held and pinned already": "left as they are",
    }


def test_one_act(alice):
    make_articles(3)
    job = done(alice, BulkAct.UNPUBLISH)
    events = Event.objects.all()
    assert {event.group for event in events} == {job.act}
    assert {event.action for event in events} == {"unpublish"}
    assert events[0].actor_name == "Alice"


def test_only_those_picked(alice):
    chosen, other = make_articles(2)
    done(alice, BulkAct.UNPUBLISH, picked(chosen))
    assert Article.objects.get(public=True) == other


def test_undo_takes_back_exactly_what_nobody_touched_since(alice, bob):
    first, second = make_articles(2)
    job = done(alice, BulkAct.UNPUBLISH)
    articles.publish(article=first, by=bob, version=2)
    back = undone(bob, job)
    assert results(back) == {
        "done": 1,
        "changed: the decision has been changed since and stays as it is": 1,
    }
    second.refresh_from_db()
    assert (second.state, second.decided_by) == ("published", None)
    assert not Event.objects.filter(group=job.act, undone=False).exists()


def test_an_undo_can_be_undone(alice):
    make_articles(2)
    back = undone(alice, done(alice, BulkAct.UNPUBLISH))
    assert Article.objects.filter(public=True).count() == 2
    assert results(undone(alice, back)) == {"done": 2}
    assert not Article.objects.filter(public=True).exists()


def test_the_preview_of_a_score_asks_each_threshold(alice):
    make_articles(2, quality=10)
    for threshold, number in ((60, 3), (66, 1)):
        topic = make_topic(threshold=threshold)
        for _ in range(number):
            make_article(topics=[topic], quality=10)
    effect = effect_of(proposed(alice, BulkAct.SCORE, quality=65))
    assert [(part.count, part.becomes) for part in effect.parts] == [
        (3, "then published by the rule"),
        (3, "then held by the rule"),
    ]
    assert results(done(alice, BulkAct.SCORE, quality=65)) == {"done": 6}
    assert Article.objects.filter(state=State.PUBLISHED, state_by=StateBy.RULE).count() == 3
