"""What becomes of a job whatever happens meanwhile."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from articles import task_queue
from articles.actions import articles
from articles.bulk import actions, acts, run
from articles.models import Article, BulkAct, BulkResult, Event, State
from tests.bulk.many import all_that_match, begun, done, now, picked, results, worked
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    monkeypatch.setattr(run, "CHUNK", 2)


def make_articles(number, **fields):
    return [make_article(state=State.UNPUBLISHED, **fields) for _ in range(number)]


def test_what_somebody_changes_meanwhile_is_left_alone(alice, bob):
    first, *_ = make_articles(5)
    job = begun(alice)
    articles.reject(article=first, by=bob, version=1)
    assert results(worked(job)) == {"done": 4, "changed: changed by Bob": 1}
    item = job.items.get(result=BulkResult.CHANGED)
    assert item.changed_at == Event.objects.get(actor=bob).at
    assert Article.objects.get(review="rejected") == first


def test_what_an_import_changes_meanwhile_is_left_alone(alice):
    first, *_ = make_articles(2)
    job = begun(alice)
    Article.objects.filter(pk=first.pk).update(version=2, heat=9)
    assert results(worked(job)) == {"done": 1, "changed: changed by an import": 1}


def test_what_is_deleted_meanwhile_is_gone(alice):
    first, *_ = make_articles(3)
    title = first.title
    job = begun(alice)
    first.delete()
    assert results(worked(job)) == {"done": 2, "gone: gone": 1}
    assert job.items.get(result=BulkResult.GONE).title == title


def test_progress_is_noted_with_each_portion(alice):
    make_articles(5)
    job = begun(alice)
    assert run.portion(job.pk) is not None
    assert (now(job).done, now(job).state) == (2, "running")
    assert worked(job).done == 5
    assert now(job).finished_at


def test_a_portion_ends_after_its_stretch(alice, monkeypatch):
    monkeypatch.setattr(run, "CHUNK", 50)
    monkeypatch.setattr(task_queue, "STRETCH", -1)
    make_articles(3)
    job = begun(alice)
    run.portion(job.pk)
    assert (now(job).done, results(job)) == (1, {"done": 1, "waiting": 2})
    assert results(worked(job)) == {"done": 3}


def test_between_portions_it_gives_way(alice, monkeypatch):
    rests = []
    monkeypatch.setattr(task_queue, "give_way", rests.append)
    make_articles(5)
    worked(begun(alice))
    assert len(rests) == 3
    assert min(rests) > 0


def test_stopped_it_keeps_what_is_done(alice):
    make_articles(5)
    job = begun(alice)
    run.portion(job.pk)
    actions.stop(job=job, by=alice)
    assert worked(job).state == "stopped"
    assert results(job) == {"done": 2, "waiting": 3}
    assert Article.objects.filter(state="published").count() == 2


def test_a_worker_that_is_to_end_leaves_the_rest_to_another(alice):
    make_articles(3)
    job = begun(alice)
    task_queue.stopping.set()
    assert worked(job).done == 0
    task_queue.stopping.clear()
    assert results(worked(job)) == {"done": 3}


@pytest.mark.parametrize("at", range(1, 6))
def test_killed_at_any_article_it_goes_on_and_does_none_twice(alice, monkeypatch, at):
    make_articles(5)
    job = begun(alice)
    act, calls = acts.act, []

    def killed(*args):
        calls.append(args)
        act(*args)
        if len(calls) == at:
            raise KeyboardInterrupt

    monkeypatch.setattr(run, "act", killed)
    with pytest.raises(KeyboardInterrupt):
        worked(job)
    assert results(worked(job)) == {"done": 5}
    assert Event.objects.count() == 5
    assert set(Article.objects.values_list("version", "state")) == {(2, "published")}
    assert now(job).done == 5


def test_nothing_left_to_do(alice):
    make_articles(2)
    done(alice)
    assert results(done(alice)) == {"already": 2}


def test_whoever_may_not_review_any_more(alice):
    make_articles(2)
    job = begun(alice)
    alice.groups.clear()
    assert worked(job).problem == "alice may not review any more."
    assert now(job).state == "failed"
    assert results(job) == {"waiting": 2}


def test_whoever_has_no_account_any_more(alice):
    make_articles(1)
    job = begun(alice)
    alice.delete()
    assert "account" in worked(job).problem


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
def test_two_at_once_do_not_wait_for_each_other_for_ever(alice, bob):
    stories = make_articles(20)
    one = begun(alice, BulkAct.PUBLISH, picked(*stories))
    other = begun(bob, BulkAct.UNPUBLISH, picked(*reversed(stories)))

    def work(job):
        try:
            worked(job)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[job]) for job in (one, other, one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {now(one).state, now(other).state} == {"done"}
    assert {now(one).problem, now(other).problem} == {""}
    assert Event.objects.count() == 20
    assert {item.result for item in [*one.items.all(), *other.items.all()]} == {"done", "changed"}


@pytest.mark.parametrize("number", [10, 20])
def test_a_portion_asks_for_what_changed_once(alice, bob, monkeypatch, number):
    monkeypatch.setattr(run, "CHUNK", 50)
    stories = make_articles(number)
    job = begun(alice, articles=all_that_match())
    for story in stories:
        articles.reject(article=story, by=bob, version=1)
    with CaptureQueriesContext(connection) as queries:
        run.portion(job.pk)
    assert len(queries) <= 14
