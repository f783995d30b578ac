"""Many articles are put on top of a topic until a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import articles
from articles.actions.errors import Refused
from articles.actions.teamwork.features import MOST, feature
from articles.bulk import jobs
from articles.bulk.effects import effect_of
from articles.history.today import said_of
from articles.models import Article, BulkAct, Event, Feature
from tests.bulk.many import begun, done, picked, proposed, results, undone, worked
from tests.factories import make_article, make_feature, make_topic

pytestmark = pytest.mark.django_db

FULL = f"{MOST} articles are on top of “Energy” already: take one off first."


@pytest.fixture
def energy():
    return make_topic(name="Energy")


@pytest.fixture
def until():
    return (timezone.now() + timedelta(hours=5)).replace(second=0, microsecond=0)


@pytest.fixture
def arguments(energy, until):
    return {"topic": energy.pk, "until": until.isoformat()}


def effect(job):
    return {part.becomes: (part.count, part.acts) for part in effect_of(job).parts}


def test_they_go_on_top_as_one_act(alice, energy, until, arguments):
    for _ in range(2):
        make_article(topics=[energy])
    job = done(alice, BulkAct.FEATURE, **arguments)
    assert results(job) == {"done": 2}
    assert set(Feature.objects.values_list("topic", "until", "by")) == {
        (energy.pk, until, alice.pk)
    }
    assert Event.objects.filter(group=job.act).count() == 2
    assert "2 articles" in said_of(job.act)


def test_one_undo_takes_all_of_it_back(alice, energy, until, arguments):
    before = until + timedelta(days=1)
    make_feature(make_article(topics=[energy]), topic=energy, until=before)
    make_article(topics=[energy])
    job = done(alice, BulkAct.FEATURE, **arguments)
    assert results(undone(alice, job)) == {"done": 2}
    assert list(Feature.objects.values_list("until", flat=True)) == [before]


def test_what_cannot_go_there_says_why(alice, energy, arguments):
    make_article()
    for _ in range(MOST + 1):
        make_article(topics=[energy])
    away = "refused: It is not filed under “Energy”: list that topic first."
    assert results(done(alice, BulkAct.FEATURE, **arguments)) == {
        "done": MOST,
        away: 1,
        f"refused: {FULL}": 1,
    }


def test_what_is_there_until_then_is_left_as_it_is(alice, energy, until, arguments):
    make_feature(make_article(topics=[energy]), topic=energy, until=until)
    assert results(done(alice, BulkAct.FEATURE, **arguments)) == {"already": 1}


def test_what_others_changed_is_left_alone(alice, bob, energy, until, arguments):
    story = make_article(topics=[energy])
    job = begun(alice, BulkAct.FEATURE, picked(story), **arguments)
    articles.score(article=story, by=bob, version=1, quality=3)
    assert results(worked(job)) == {"changed: changed by Bob": 1}


def test_the_effect_is_what_then_happens(alice, bob, energy, until, arguments):
    same, other, *_ = (make_article(topics=[energy]) for _ in range(5))
    make_article()
    for article, when in ((same, until), (other, until + timedelta(days=1))):
        feature(article=article, by=bob, version=1, topic=energy, until=when)
    assert effect(proposed(alice, BulkAct.FEATURE, **arguments)) == {
        "left as they are": (1, False),
        "stay there until then": (1, True),
        "left alone": (1, False),
        "go on top of it until then": (1, True),
        "left alone: 3 at once are on top at most": (2, False),
    }
    found = results(done(alice, BulkAct.FEATURE, **arguments))
    assert (found["done"], found["already"], found[f"refused: {FULL}"]) == (2, 1, 2)


def test_a_time_that_has_passed_is_refused(alice, energy, arguments):
    make_article(topics=[energy])
    before = (timezone.now() - timedelta(minutes=1)).isoformat()
    with pytest.raises(Refused, match="has passed"):
        proposed(alice, BulkAct.FEATURE, **{**arguments, "until": before})
    job = begun(alice, BulkAct.FEATURE, **arguments)
    job.arguments = {**arguments, "until": before}
    job.save()
    jobs.run_bulk.call(job.pk)
    job.refresh_from_db()
    assert (job.state, Feature.objects.count()) == ("failed", 0)
    assert "has passed" in job.problem


def test_a_topic_that_is_gone_says_so(alice, energy, arguments):
    make_article(topics=[energy])
    job = begun(alice, BulkAct.FEATURE, **arguments)
    energy.delete()
    assert worked(job).state == "failed"
    assert Article.objects.get().version == 1
