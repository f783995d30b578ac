from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import paging, task_queue, tasks
from articles.queue import queues, saved_counts
from tests.factories import make_article, make_saved_view, make_topic
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def counted(view):
    saved_counts.count(view)
    view.refresh_from_db()
    return view


def waiting():
    path = saved_counts.count_saved_views.module_path
    return DBTaskResult.objects.filter(task_path=path).count()


def test_notes_how_many_there_are(alice):
    for title in ("Storage", "More storage", "Else"):
        make_article(title=title)
    view = counted(make_saved_view(owner=alice, query="queue=all&q=storage"))
    assert (view.count, view.problem) == ("2", "")
    assert timezone.now() - view.counted_at < timedelta(minutes=1)


def test_counts_no_further_than_lists_do(alice, monkeypatch):
    for module in (paging, queues):
        monkeypatch.setattr(module, "COUNT_CAP", 2)
    monkeypatch.setattr(queues, "capped_count", lambda rows: paging.capped_count(rows, 2))
    for _ in range(4):
        make_article()
    assert counted(make_saved_view(owner=alice, query="queue=all")).count == "2+"


def test_notes_the_word_that_is_not_understood_any_more(alice):
    topic = make_topic(name="Power", slug="power")
    view = counted(make_saved_view(owner=alice, query="queue=all&q=topic:power"))
    assert (view.count, view.problem) == ("0", "")
    topic.delete()
    assert (counted(view).count, view.problem) == ("", "No topic is called “power”.")


def test_what_is_due(alice):
    now = timezone.now()
    fresh = make_saved_view(owner=alice, counted_at=now, count="9")
    old = make_saved_view(owner=alice, counted_at=now - saved_counts.EVERY, count="9")
    new = make_saved_view(owner=alice)
    saved_counts.count_saved_views.call()
    for view in (fresh, old, new):
        view.refresh_from_db()
    assert [view.count for view in (fresh, old, new)] == ["9", "0", "0"]


def test_nobody_counts_for_who_is_gone(dave):
    make_saved_view(owner=dave)
    saved_counts.enqueue_if_due()
    assert waiting() == 0


def test_the_worker_counts_once_at_a_time(alice):
    make_saved_view(owner=alice)
    tasks.sweep()
    tasks.sweep()
    assert waiting() == 1


def test_nothing_due_is_no_task(alice):
    make_saved_view(owner=alice, counted_at=timezone.now())
    saved_counts.enqueue_if_due()
    assert waiting() == 0


def test_ends_with_the_worker(alice):
    view = make_saved_view(owner=alice)
    task_queue.stopping.set()
    saved_counts.count_due(timezone.now())
    view.refresh_from_db()
    assert view.counted_at is None


def test_asks_for_views_and_owners_at_once(alice):
    make_saved_view(owner=alice, counted_at=timezone.now())
    assert len(queries(lambda: saved_counts.count_due(timezone.now()))) == 1
