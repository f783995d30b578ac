"""Publishing and holding at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.actions import articles
from articles.actions.errors import Refused, Stale
from articles.actions.teamwork import schedule
from articles.history.sentences import sentence
from articles.history.undo import undo_act
from articles.models import Article, Event, Review, State, StateBy
from tests.factories import make_article, make_topic
from tests.history.acts import last_event, last_sentence

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MONDAY = datetime(2099, 12, 7, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def any_year(monkeypatch):
    monkeypatch.setattr(schedule, "LONGEST_AHEAD", timedelta(days=366 * 200))


def soon():
    return timezone.now() + HOUR


def come_due(article, *names):
    """What was planned for these names is due since an hour."""
    Article.objects.filter(pk=article.pk).update(**dict.fromkeys(names, timezone.now() - HOUR))


def held(**fields):
    return make_article(state=State.UNPUBLISHED, topics=[make_topic()], **fields)


def planned(by, article=None, at=MONDAY):
    article = article or held()
    return schedule.publish_at(article=article, by=by, version=article.version, at=at).row


def test_it_waits_pinned_until_its_time(alice):
    row = planned(alice, make_article(state=State.PUBLISHED))
    assert (row.publish_at, row.publish_by) == (MONDAY, alice)
    assert (row.state, row.state_by, row.review) == ("unpublished", "person", "reviewed")
    assert not Article.objects.public().exists()
    assert last_sentence() == ("Alice scheduled that it is published on 7 December 2099, 07:00 UTC")


def test_no_score_shows_it_before_its_time(alice):
    row = planned(alice)
    articles.score(article=row, by=alice, version=row.version, quality=100)
    assert not Article.objects.public().exists()
    assert Article.objects.get().publish_at == MONDAY


def test_nothing_happens_before_its_time(alice):
    row = planned(alice)
    schedule.run_due()
    assert Article.objects.get().version == row.version


def test_it_is_published_once_in_the_name_of_who_planned_it(alice):
    row = planned(alice, at=soon())
    come_due(row, "publish_at")
    for _ in range(2):
        schedule.run_due()
    now = Article.objects.get()
    assert (now.state, now.state_by, now.decided_by) == (State.PUBLISHED, StateBy.PERSON, alice)
    assert (now.publish_at, now.publish_by) == (None, None)
    assert now.article_topics.get().public
    assert now.first_published_at is not None
    assert last_sentence() == "Published it, as scheduled by Alice"
    assert Event.objects.count() == 2


def test_it_is_held_at_its_time(alice):
    article = make_article()
    done = schedule.hold_at(article=article, by=alice, version=1, at=MONDAY)
    assert last_sentence() == "Alice scheduled that it is held on 7 December 2099, 07:00 UTC"
    assert (done.row.state_by, done.row.review) == (StateBy.SEED, Review.UNREVIEWED)
    come_due(article, "hold_at")
    schedule.run_due()
    now = Article.objects.get()
    assert (now.state, now.state_by, now.hold_at, now.decided_by) == (
        *(State.UNPUBLISHED, StateBy.PERSON, None),
        alice,
    )
    assert last_sentence() == "Held it, as scheduled by Alice"


def test_what_came_due_together_is_done_in_order(alice):
    row = planned(alice)
    row = schedule.hold_at(article=row, by=alice, version=2, at=MONDAY + HOUR).row
    come_due(row, "publish_at", "hold_at")
    schedule.run_due()
    actions = [event.action for event in Event.objects.all()[:2]]
    assert actions == ["hold-scheduled", "publish-scheduled"]
    assert Article.objects.get().state == State.UNPUBLISHED


def test_a_person_who_is_gone_is_somebody(alice):
    row = planned(alice)
    come_due(row, "publish_at")
    alice.delete()
    schedule.run_due()
    now = Article.objects.get()
    assert (now.state, now.decided_by) == (State.PUBLISHED, None)
    assert last_sentence() == "Published it, as scheduled by Somebody"


def test_who_was_quicker_has_done_it(alice, monkeypatch):
    """Another worker's act comes between the look and the act."""
    row = planned(alice)
    come_due(row, "publish_at")
    change = schedule.change

    def later(**arguments):
        monkeypatch.setattr(schedule, "change", change)
        schedule.run_due()
        return change(**arguments)

    monkeypatch.setattr(schedule, "change", later)
    schedule.run_due()
    assert Event.objects.filter(action="publish-scheduled").count() == 1
    assert Article.objects.get().version == row.version + 1


def test_what_is_off_when_its_turn_comes_is_left(alice):
    row = planned(alice)
    schedule._run(row.pk, "publish_at")
    schedule._run(row.pk, "hold_at")
    schedule._run(0, "publish_at")
    assert Article.objects.get().version == row.version


@pytest.mark.parametrize("action", [articles.unpublish, articles.reject, articles.agree])
def test_a_decision_cancels_what_it_contradicts_and_says_so(alice, bob, action):
    row = planned(alice)
    done = action(article=row, by=bob, version=row.version)
    assert (done.row.publish_at, done.row.publish_by) == (None, None)
    assert done.cancelled == [MONDAY]
    assert "; what was planned for 7 December 2099, 07:00 UTC is cancelled" in last_sentence()


def test_publishing_early_leaves_the_end(alice):
    row = planned(alice)
    row = schedule.hold_at(article=row, by=alice, version=2, at=MONDAY + HOUR).row
    done = articles.publish(article=row, by=alice, version=3)
    assert (done.row.publish_at, done.row.hold_at) == (None, MONDAY + HOUR)


def test_reopening_cancels_all(alice):
    row = planned(alice)
    done = articles.reopen(article=row, by=alice, version=row.version)
    assert (done.row.publish_at, done.cancelled) == (None, [MONDAY])


def test_moving_and_cancelling(alice, bob):
    row = planned(alice)
    row = schedule.publish_at(article=row, by=bob, version=2, at=MONDAY + HOUR).row
    assert row.publish_by == bob
    assert last_sentence() == (
        "Bob moved the time at which it is published to 7 December 2099, 08:00 UTC"
    )
    done = schedule.cancel(article=row, by=alice, version=3, plan="publish_at")
    assert (done.row.publish_at, done.row.state, done.cancelled) == (None, "unpublished", [])
    assert last_sentence() == ("Alice cancelled that it is published on 7 December 2099, 08:00 UTC")


def test_moving_the_start_keeps_the_end(alice):
    row = planned(alice)
    row = schedule.hold_at(article=row, by=alice, version=2, at=MONDAY + 2 * HOUR).row
    row = schedule.publish_at(article=row, by=alice, version=3, at=MONDAY + HOUR).row
    assert row.hold_at == MONDAY + 2 * HOUR
    with pytest.raises(Refused, match="publish it before that"):
        schedule.publish_at(article=row, by=alice, version=4, at=MONDAY + 3 * HOUR)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2020, 1, 1, tzinfo=UTC), "has passed"),
        (datetime(9999, 1, 1, tzinfo=UTC), "more than a year"),
    ],
)
def test_times_that_cannot_be(alice, at, words):
    for action in (schedule.publish_at, schedule.hold_at):
        with pytest.raises(Refused, match=words):
            action(article=make_article(), by=alice, version=1, at=at)


def test_only_what_readers_see_can_be_held(alice):
    with pytest.raises(Refused, match="nothing to hold"):
        schedule.hold_at(article=held(), by=alice, version=1, at=MONDAY)
    row = planned(alice)
    with pytest.raises(Refused, match="hold it after that"):
        schedule.hold_at(article=row, by=alice, version=row.version, at=MONDAY)


def test_a_stale_version_plans_nothing(alice):
    with pytest.raises(Stale):
        schedule.publish_at(article=held(version=2), by=alice, version=1, at=MONDAY)


def test_undo_gives_back_what_it_was(alice):
    planned(alice, make_article(state=State.PUBLISHED))
    undo_act(act=last_event().group, by=alice)
    now = Article.objects.get()
    assert (now.publish_at, now.state, now.decided_by) == (None, State.PUBLISHED, None)


def test_undo_of_a_decision_plans_again(alice, bob):
    row = planned(alice)
    articles.unpublish(article=row, by=bob, version=row.version)
    undo_act(act=last_event().group, by=bob)
    now = Article.objects.get()
    assert (now.publish_at, now.publish_by) == (MONDAY, alice)


def test_undo_of_what_came_true_does_not_make_it_come_true_again(alice):
    row = planned(alice)
    come_due(row, "publish_at")
    schedule.run_due()
    undo_act(act=last_event().group, by=alice)
    schedule.run_due()
    now = Article.objects.get()
    assert (now.state, now.publish_at) == (State.UNPUBLISHED, None)
    assert "undid" in sentence(Event.objects.first())
