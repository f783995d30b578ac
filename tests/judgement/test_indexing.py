from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import task_queue
from articles.actions import articles as actions
from articles.judgement import indexing, norms
from articles.judgement.texts import day_number
from articles.judgement.weights import ALL
from articles.judgement.words import number_of
from articles.models import Article, Indexed, KnownWord, Posting, Unindexed
from tests.factories import NOON, make_article
from tests.judgement.news import QUARRY, near, titles
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return lambda: list(DBTaskResult.objects.values_list("task_path", flat=True))


def test_what_is_noted_is_indexed_once():
    article = near(QUARRY)
    assert indexing.index_portion() == 1
    assert indexing.index_portion() == 0
    words = set(Posting.objects.values_list("word", flat=True))
    assert words == {number_of(word) for word in ("quarry", "become", "iron", "battery")}
    assert Indexed.objects.get().article == article
    assert KnownWord.objects.get(word=ALL).articles == 1
    assert KnownWord.objects.get(word=number_of("quarry")).articles == 1


def test_the_newest_comes_first_and_the_rest_stays(monkeypatch):
    monkeypatch.setattr(indexing, "PORTION", 2)
    made = [near(QUARRY, n) for n in range(3)]
    assert indexing.index_portion() == 2
    assert set(Unindexed.objects.values_list("article", flat=True)) == {made[0].pk}


def test_noting_twice_is_noting_once():
    article = near(QUARRY)
    indexing.note([article.pk, article.pk])
    indexing.note([])
    assert Unindexed.objects.count() == 1


def test_changed_words_take_the_place_of_the_old_ones(alice):
    article, other = near(QUARRY), near("Rain over the coast")
    indexing.index_all()
    assert titles(other) == []
    edit = {"title": "Rain over the hills", "excerpt": "", "topics": [], "images": []}
    actions.edit(article=article, by=alice, version=1, **edit)
    assert titles(other) == ["Rain over the hills"]
    assert not Posting.objects.filter(word=number_of("quarry")).exists()
    assert Indexed.objects.count() == 2
    assert KnownWord.objects.get(word=ALL).articles == 2


def test_another_day_moves_it():
    article = near(QUARRY)
    indexing.index_all()
    Article.objects.filter(pk=article.pk).update(published_at=NOON + timedelta(days=40))
    indexing.note([article.pk])
    indexing.index_all()
    days = set(Posting.objects.values_list("day", flat=True))
    assert days == {day_number((NOON + timedelta(days=40)).date())}


def test_other_changes_note_nothing(alice):
    article = near(QUARRY)
    indexing.index_all()
    actions.score(article=article, by=alice, version=1, quality=12)
    assert not Unindexed.objects.exists()


def test_an_edit_has_the_worker_look(alice, queue, django_capture_on_commit_callbacks):
    article = near(QUARRY)
    indexing.index_all()
    edit = {"title": "Another", "excerpt": "", "topics": [], "images": []}
    with django_capture_on_commit_callbacks(execute=True):
        actions.edit(article=article, by=alice, version=1, **edit)
    indexing.enqueue_if_due()
    assert queue() == [indexing.index_articles.module_path]


def test_nothing_is_queued_where_nothing_waits(queue):
    indexing.enqueue_if_due()
    norms.enqueue_if_due()
    assert queue() == []


def test_lengths_are_looked_after_once_a_night(queue):
    near(QUARRY)
    indexing.index_all()
    for _ in range(2):
        norms.enqueue_if_due()
    assert queue() == [norms.refresh_norms.module_path]
    now = timezone.now()
    DBTaskResult.objects.update(status="SUCCESSFUL", started_at=now, finished_at=now)
    norms.enqueue_if_due()
    assert len(queue()) == 1
    DBTaskResult.objects.update(finished_at=now - timedelta(days=2))
    norms.enqueue_if_due()
    assert len(queue()) == 2


def test_the_worker_ends_between_two_portions(monkeypatch):
    monkeypatch.setattr(indexing, "PORTION", 1)
    for n in range(3):
        near(QUARRY, n)
    monkeypatch.setattr(task_queue, "give_way", lambda took: task_queue.stopping.set())
    indexing.index_articles.call()
    assert Unindexed.objects.count() == 2
    task_queue.stopping.clear()
    indexing.index_articles.call()
    assert Unindexed.objects.count() == 1


def test_words_beyond_the_cap_are_not_stored():
    near(" ".join(f"w{n}" for n in range(60)))
    indexing.index_all()
    assert Posting.objects.count() == 24


def test_an_article_without_words_is_indexed_all_the_same():
    near("?!")
    indexing.index_all()
    assert Indexed.objects.get().norm == 0


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_any_day_has_its_number(year):
    near(QUARRY, published_at=NOON.replace(year=year))
    indexing.index_all()
    assert Posting.objects.exists()


def test_as_many_queries_for_many_as_for_few():
    counts = []
    for many in (5, 50):
        for n in range(many):
            near(f"{QUARRY} {n}", n)
        counts.append(len(queries(indexing.index_portion)))
    assert counts[0] == counts[1]


def test_lengths_follow_what_others_say():
    article = near(QUARRY)
    indexing.index_all()
    before = Indexed.objects.get().norm
    KnownWord.objects.filter(word=ALL).update(articles=100_000)
    KnownWord.objects.filter(word=number_of("quarry")).update(articles=50_000)
    norms.refresh([article.pk])
    assert Indexed.objects.get().norm != pytest.approx(before, rel=0.05)


def test_at_night_the_newest_are_weighed_anew(monkeypatch):
    new = make_article(title=QUARRY, published_at=timezone.now())
    old = near(QUARRY, -24 * 40)
    indexing.index_all()
    Indexed.objects.update(norm=1)
    norms.refresh_norms.call()
    assert Indexed.objects.get(article=new).norm > 1
    assert Indexed.objects.get(article=old).norm == 1
