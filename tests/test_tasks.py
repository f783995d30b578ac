"""What a crash leaves behind is found and done."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from articles import leases, task_queue, tasks
from articles.images import rendition_queue, store
from articles.management.commands import worker
from articles.models import Article, DayFigures, ImageState, State
from tests.factories import make_article, make_image
from tests.images.drawn import drawn

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def counted(transactional_db):
    """Figures have just been counted: no sweep has to see to that."""
    now = timezone.now()
    DayFigures.objects.create(day=now.date(), until=now, values={})


@pytest.fixture
def image():
    return make_image(state=ImageState.PENDING, digest=store.write_original(drawn()))


def running(image, *worker_ids, for_=timedelta(0)):
    """A task of that picture, claimed by the last of the workers."""
    rendition_queue.enqueue()
    row = DBTaskResult.objects.get()
    row.status, row.worker_ids = TaskResultStatus.RUNNING, list(worker_ids)
    row.started_at = timezone.now() - for_
    row.save()
    return row


def kill(worker_id):
    """Leave behind what kill -9 leaves: a file that nobody holds."""
    with leases.alive("other"):
        (leases.file_of("other").parent / worker_id).touch()


def status(row):
    row.refresh_from_db()
    return row.status


def test_the_task_of_a_living_worker_is_left_alone(image):
    row = running(image, "one", for_=timedelta(days=1))
    with leases.alive("one"):
        tasks.sweep()
    assert status(row) == TaskResultStatus.RUNNING


def test_the_task_of_a_dead_worker_is_queued_again_once(image):
    row = running(image, "one")
    kill("one")
    tasks.sweep()
    assert status(row) == TaskResultStatus.READY
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(("minutes", "expected"), [(29, "RUNNING"), (31, "READY")])
def test_a_worker_elsewhere_has_its_lease(image, minutes, expected):
    row = running(image, "elsewhere", for_=timedelta(minutes=minutes))
    tasks.sweep()
    assert status(row) == expected


def test_a_task_that_kills_workers_is_given_up(image):
    row = running(image, "one", "two", "three")
    kill("three")
    tasks.sweep()
    assert status(row) == TaskResultStatus.FAILED
    assert "3 workers died" in row.traceback


def test_pending_pictures_without_a_task_get_one(image):
    tasks.sweep()
    assert DBTaskResult.objects.get().args_kwargs["args"] == [[image.pk]]


def test_sweeping_twice_changes_nothing(image):
    tasks.sweep()
    tasks.sweep()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_finished_tasks_are_forgotten_after_a_week(image, days, left):
    row = running(image, "one")
    row.status, row.finished_at = "SUCCESSFUL", timezone.now() - timedelta(days=days)
    row.save()
    image.delete()
    tasks.sweep()
    assert DBTaskResult.objects.count() == left


def test_old_leases_of_dead_workers_are_forgotten(monkeypatch):
    kill("one")
    monkeypatch.setattr(tasks, "RETENTION", timedelta(seconds=-60))
    with leases.alive("two"):
        tasks.sweep()
        assert [path.name for path in leases.file_of("two").parent.iterdir()] == ["two"]


def test_the_worker_does_what_is_queued(image, signals):
    call_command("worker", "--once")
    image.refresh_from_db()
    assert image.state == ImageState.READY
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_the_worker_takes_over_from_a_dead_one(image, signals):
    row = running(image, "one")
    kill("one")
    call_command("worker", "--once")
    image.refresh_from_db()
    assert image.state == ImageState.READY
    assert status(row) == TaskResultStatus.SUCCESSFUL


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database is locked"), "keeps the database"),
        (DatabaseError("file is not a database"), "is damaged (file is not a database)"),
        (InterfaceError("connection already closed"), "does not answer"),
        (DatabaseError("odd"), "The database failed (odd)."),
    ],
)
def test_a_worker_lives_on_when_the_database_is_away(
    image, signals, monkeypatch, caplog, error, words
):
    sweeps = []

    def failing_at_first():
        sweeps.append(1)
        if len(sweeps) == 1:
            raise error
        sweep()

    sweep = tasks.sweep
    monkeypatch.setattr(tasks, "sweep", failing_at_first)
    monkeypatch.setattr(task_queue, "PAUSE", 0)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    call_command("worker", "--once")
    image.refresh_from_db()
    assert image.state == ImageState.READY
    assert words in caplog.messages[0]
    assert caplog.messages[0].endswith(" Trying again every 0 s.")


def test_what_is_amiss_is_said_once_until_it_changes_or_was_over(caplog, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(worker.time, "monotonic", lambda: now)
    complaint = worker.Complaint()
    for words, passed in [("a", 0), ("a", 5), ("b", 5), ("a", 5), ("a", worker.OVER + 1)]:
        now += passed
        complaint.log(words)
    assert caplog.messages == ["a", "b", "a", "a"]


def test_a_worker_that_is_asked_to_end_stops_between_pictures(signals):
    life = worker.new_worker(once=True)
    life.running_task = True
    life.shutdown(15, None)
    assert task_queue.stopping.is_set()
    assert not life.running


@pytest.fixture
def signals(monkeypatch):
    """Leave the test runner's own, and its connections."""
    monkeypatch.setattr(worker.Worker, "configure_signals", lambda self: None)
    monkeypatch.setattr(worker.db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "keep_sweeping", lambda: None)


def test_what_is_due_is_done_at_start(signals):
    article = make_article(state=State.UNPUBLISHED, publish_at=timezone.now())
    call_command("worker", "--once")
    assert Article.objects.get(pk=article.pk).state == State.PUBLISHED


def test_a_round_of_webhooks_that_fails_is_not_the_last(caplog, monkeypatch):
    monkeypatch.setattr(worker, "TELL_EVERY", 0)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    faults = [OperationalError("away"), KeyError("x")]

    def tell():
        if not faults:
            task_queue.stopping.set()
            return
        raise faults.pop(0)

    worker.keep_telling("webhooks", tell)
    said = [record.message for record in caplog.records]
    away = "Could not look for what webhooks are to be told (away)."
    assert said == [away, "Webhooks could not be told"]


def test_once_it_tells_webhooks_and_people_as_well(monkeypatch):
    told = []
    monkeypatch.setattr(worker, "keep_sweeping", lambda: None)
    for who in worker.TELLING:
        monkeypatch.setitem(worker.TELLING, who, lambda who=who: told.append(who))
    call_command("worker", "--once")
    assert told == ["webhooks", "people by mail"]
