from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.actions import articles
from articles.judgement.scores import learning
from articles.models import ScoreModel, ScoreSuggestion
from tests.factories import make_article
from tests.judgement.scores.scored import WITH_PICTURE, learned, make_scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def is_asked_for():
    """Whether the worker is asked to learn."""
    DBTaskResult.objects.all().delete()
    learning.enqueue_if_due()
    return DBTaskResult.objects.exists()


def test_too_few_scores_make_no_model():
    make_scored(29)
    assert learning.learn() is None
    assert not ScoreModel.objects.exists()


def test_what_was_learned_is_kept_with_how_many_it_is_from():
    make_scored(40)
    row = learning.learn()
    assert ScoreModel.objects.first() == row
    assert row.examples == 40
    assert ["picture", "large"] in [effect[:2] for effect in row.effects]
    assert set(row.errors) == {"", "paper.example"}


def test_an_editors_scores_are_ours_until_they_are_undone(alice):
    make_scored(30)
    one = make_article(quality=10)
    act = articles.score(article=one, by=alice, version=1, quality=90).act
    assert [example.is_ours for example in learning._examples()].count(True) == 1
    one.events.filter(group=act).update(undone=True)
    assert not any(example.is_ours for example in learning._examples())


def test_the_newest_are_learned_from(monkeypatch):
    monkeypatch.setattr(learning, "MOST", 35)
    make_scored(40)
    assert learning.learn().examples == 35


def test_queries_do_not_grow(django_assert_num_queries):
    make_scored(30)
    with django_assert_num_queries(6):
        learning.learn()
    make_scored_more()
    with django_assert_num_queries(6):
        learning.learn()


def make_scored_more():
    for n in range(20):
        make_article(title=f"Another {n}", quality=60)


def test_the_task_suggests_for_what_waits():
    provider = make_scored(40)
    waits = make_article(provider=provider, quality=None, imported_at=timezone.now())
    old = make_article(
        provider=provider, quality=None, imported_at=timezone.now() - timedelta(days=15)
    )
    learning.learn_scores.call()
    suggested = set(ScoreSuggestion.objects.values_list("article", flat=True))
    assert waits.pk in suggested
    assert old.pk not in suggested


def test_the_task_without_enough_scores_leaves_all_as_it_is():
    learned()
    make_article(quality=None, imported_at=timezone.now())
    for model in (ScoreSuggestion, ScoreModel):
        model.objects.all().delete()
    make_article(quality=60)
    type(make_article()).objects.update(quality=None)
    learning.learn_scores.call()
    assert not ScoreSuggestion.objects.exists()


def test_it_is_due_once_there_are_enough(queue):
    make_scored(29)
    assert not is_asked_for()
    make_article(quality=50)
    assert is_asked_for()


def test_it_is_due_a_day_later(queue):
    learned()
    assert not is_asked_for()
    ScoreModel.objects.update(learned_at=timezone.now() - timedelta(days=1))
    assert is_asked_for()


def test_it_is_due_after_fifty_scores_by_people(queue, alice, monkeypatch):
    monkeypatch.setattr(learning, "AFTER", 2)
    learned()
    articles.score(article=make_article(), by=alice, version=1, quality=WITH_PICTURE)
    assert not is_asked_for()
    articles.score(article=make_article(), by=alice, version=1, quality=WITH_PICTURE)
    assert is_asked_for()


def test_it_is_asked_for_once(queue):
    make_scored(30)
    learning.enqueue_if_due()
    learning.enqueue_if_due()
    assert DBTaskResult.objects.count() == 1


def test_it_stops_when_the_worker_is_to_end():
    provider = make_scored(40)
    make_article(provider=provider, quality=None, imported_at=timezone.now())
    learning.task_queue.stopping.set()
    learning.learn_scores.call()
    assert ScoreModel.objects.exists()
    assert not ScoreSuggestion.objects.exists()
