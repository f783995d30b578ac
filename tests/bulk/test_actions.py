"""An act on many articles is proposed, looked at, started, stopped and taken back."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import articles
from articles.actions.errors import Refused
from articles.bulk import actions, run, seen
from articles.bulk.drift import Drifted
from articles.bulk.seen import Seen
from articles.models import Article, BulkAct, BulkJob, State
from tests.bulk.many import all_that_match, begun, done, now, picked, proposed, results, worked
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def make_articles(number):
    return [make_article(state=State.UNPUBLISHED) for _ in range(number)]


def held():
    return Article.objects.filter(state=State.UNPUBLISHED)


def start(job, by, count=None, action=actions.start):
    return action(job=job, by=by, count=job.total if count is None else count, matching=held())


def test_nothing_is_done_before_it_is_started(alice):
    make_articles(2)
    job = proposed(alice)
    assert (job.state, job.total, job.done) == ("proposed", 2, 0)
    assert worked(job).state == "proposed"
    assert held().count() == 2


def test_start(alice):
    make_articles(2)
    job = start(proposed(alice, articles=all_that_match(held())), alice)
    assert (job.state, results(worked(job))) == ("running", {"done": 2})


def test_no_article(alice):
    with pytest.raises(Refused, match="no article"):
        proposed(alice)
    assert not BulkJob.objects.exists()


def test_too_many(alice, monkeypatch):
    monkeypatch.setattr(seen, "MOST", 2)
    make_articles(3)
    with pytest.raises(Refused, match="At most 2 articles at once"):
        proposed(alice)


def test_never_more_than_were_said(alice):
    make_articles(2)
    with pytest.raises(Refused, match="about 2 articles, and not 3"):
        start(proposed(alice), alice, count=3)


def test_others_do_not_start_it(alice, bob):
    make_articles(1)
    with pytest.raises(Refused, match="Somebody else"):
        start(proposed(alice), bob)


def test_it_starts_once(alice):
    make_articles(1)
    job = proposed(alice)
    start(job, alice)
    with pytest.raises(Refused, match="running already"):
        start(job, alice)


def test_a_list_that_has_changed_is_refused_with_what_came_and_went(alice, bob):
    gone, *_ = make_articles(3)
    job = proposed(alice, articles=all_that_match(held()))
    articles.publish(article=gone, by=bob, version=1)
    new = make_articles(1)
    with pytest.raises(Drifted) as caught:
        start(job, alice)
    drift = caught.value.drift
    assert list(drift.came) == new
    assert [item.article for item in drift.went] == [gone]
    assert "1 came, 1 went" in str(caught.value)
    assert (now(job).state, held().count()) == ("proposed", 3)


def test_go_on_with_those_that_were_seen(alice, bob):
    gone, deleted, kept = make_articles(3)
    job = proposed(alice, articles=all_that_match(held()))
    articles.publish(article=gone, by=bob, version=1)
    deleted.delete()
    (new,) = make_articles(1)
    actions.start_with_seen(job=job, by=alice, matching=held())
    assert results(worked(job)) == {"done": 1, "changed: changed by Bob": 1, "gone: gone": 1}
    assert Article.objects.get(decided_by=alice).pk == kept.pk
    assert list(held()) == [new]


def test_go_on_with_the_new_count(alice):
    make_articles(2)
    job = proposed(alice, articles=all_that_match(held()))
    make_articles(1)
    job = start(job, alice, count=3, action=actions.start_anew)
    assert (job.state, job.total) == ("running", 3)


def test_another_count_by_then_is_proposed_anew(alice):
    make_articles(2)
    job = proposed(alice, articles=all_that_match(held()))
    make_articles(2)
    job = start(job, alice, count=3, action=actions.start_anew)
    assert (job.state, job.total) == ("proposed", 4)


def test_picked_articles_do_not_drift(alice):
    story, *_ = make_articles(2)
    job = proposed(alice, articles=picked(story))
    make_articles(1)
    articles.publish(article=story, by=alice, version=1)
    start(job, alice)
    assert results(worked(job)) == {"changed: changed by Alice": 1}


def test_what_others_changed_since_the_listing_is_said_before(alice, bob):
    first, second, third = make_articles(3)
    listed = timezone.now()
    articles.score(article=first, by=bob, version=1, quality=3)
    articles.score(article=second, by=alice, version=1, quality=3)
    job = proposed(alice, articles=all_that_match(held(), at=listed))
    assert results(job) == {"waiting": 2, "changed: changed by Bob": 1}
    before = all_that_match(held(), at=timezone.now() + timedelta(seconds=1))
    assert results(proposed(alice, articles=before)) == {"waiting": 3}
    assert third.version == 1


def test_picked_articles_that_changed_since_or_are_gone(alice, bob):
    stories = make_articles(3)
    choice = picked(*stories)
    articles.publish(article=stories[0], by=bob, version=1)
    stories[1].delete()
    job = proposed(alice, articles=choice)
    assert results(job) == {"waiting": 1, "changed: changed by Bob": 1, "gone: gone": 1}
    assert start(job, alice).done == 2


def test_those_that_are_all_gone(alice):
    (story,) = make_articles(1)
    choice = picked(story)
    story.delete()
    assert results(proposed(alice, articles=choice)) == {"gone: gone": 1}


def test_stop_what_does_not_run(alice):
    make_articles(1)
    with pytest.raises(Refused, match="not been started"):
        actions.stop(job=proposed(alice), by=alice)


def test_undo_asked_for_twice_is_one(alice):
    make_articles(2)
    job, act = done(alice), uuid.uuid4()
    first = actions.undo(job=job, by=alice, act=act)
    assert actions.undo(job=job, by=alice, act=act) == first
    assert BulkJob.objects.filter(what=BulkAct.UNDO).count() == 1


def test_undo_of_what_runs(alice):
    make_articles(1)
    with pytest.raises(Refused, match="stop it first"):
        actions.undo(job=begun(alice), by=alice)


def test_undo_of_nothing(alice):
    make_articles(1)
    job = done(alice)
    again = done(alice)
    with pytest.raises(Refused, match="nothing to undo"):
        actions.undo(job=again, by=alice)
    actions.undo(job=job, by=alice)
    with pytest.raises(Refused, match="nothing to undo"):
        actions.undo(job=job, by=alice)


def test_undo_of_what_was_stopped(alice, monkeypatch):
    monkeypatch.setattr("articles.bulk.run.CHUNK", 2)
    make_articles(5)
    job = begun(alice)
    run.portion(job.pk)
    actions.stop(job=job, by=alice)
    assert results(worked(actions.undo(job=job, by=alice))) == {"done": 2}
    assert held().count() == 5


def test_without_a_filter_nothing_drifts(alice):
    make_articles(1)
    job = proposed(alice, articles=Seen(held(), timezone.now()))
    make_articles(1)
    assert start(job, alice).total == 1
