"""The background tasks of imports: they may die, run twice, or find the database away."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from articles import task_queue, tasks
from articles.imports import actions, jobs, phases, staged_files, uploads
from articles.ingest.recorder import FileOutcome
from articles.ingest.report import Outcome
from articles.ingest.sources.layout import Place
from articles.models import Article, Event, ImportBatch
from articles.seeds.kinds import FileKind, FileResult
from tests.factories import make_batch
from tests.imports.staged import counted, imported, now, previewed, uploaded
from tests.ingest.batches import PATH, numbered, seed

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def waiting():
    """What is queued of imports: the task's name and its batch."""
    rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path__startswith="articles.imports."
    )
    return sorted((row.task_path.rpartition(".")[2], row.args_kwargs["args"][0]) for row in rows)


def test_each_act_queues_its_task(queue, bob):
    batch = uploaded(bob, {PATH: seed()})
    actions.read(batch=batch, by=bob)
    assert waiting() == [("read_batch", batch.pk)]
    jobs.read_batch.call(batch.pk)
    actions.start(batch=batch, by=bob, hold=False)
    assert ("apply_batch", batch.pk) in waiting()


@pytest.mark.parametrize("state", ["reading", "applying", "undoing", "redoing"])
def test_a_batch_whose_task_was_lost_gets_another_once(queue, state):
    batch = make_batch(state=state, where="uploads/1")
    tasks.sweep()
    tasks.sweep()
    assert [pk for _, pk in waiting()] == [batch.pk]


@pytest.mark.parametrize("state", ["uploading", "ready", "done", "cancelled", "failed", "undone"])
def test_other_batches_need_none(queue, state):
    make_batch(state=state, where="uploads/1", started_at=timezone.now())
    tasks.sweep()
    assert waiting() == []


@pytest.mark.parametrize("where", ["", "command/x"])
def test_the_command_line_looks_after_its_own(queue, where):
    make_batch(state="applying", where=where, started_at=timezone.now())
    tasks.sweep()
    assert waiting() == []


@pytest.mark.parametrize("where", ["", "command/x"])
def test_what_people_do_with_it_afterwards_is_a_workers(queue, where):
    batch = make_batch(state="undoing", where=where)
    tasks.sweep()
    assert waiting() == [("undo_batch", batch.pk)]


def test_an_upload_that_nobody_goes_on_with_is_forgotten(bob):
    batch = uploaded(bob, {PATH: seed()})
    ImportBatch.objects.update(started_at=timezone.now() - timedelta(days=2))
    jobs.requeue()
    assert now(batch).state == "cancelled"
    assert not uploads._folder(batch).exists()


@pytest.mark.parametrize("job", [jobs.read_batch, jobs.apply_batch, jobs.undo_batch])
def test_a_task_that_comes_late_does_nothing(bob, job):
    batch = imported(bob, {PATH: seed()})
    job.call(batch.pk)
    assert now(batch).state == "done"
    assert Event.objects.exclude(article=None).count() == 1


def test_reading_begins_anew_after_a_crash(bob):
    batch = actions.read(batch=uploaded(bob, {PATH: seed()}), by=bob)
    phases.read(now(batch), lambda done, total: None, lambda: False)
    jobs.read_batch.call(batch.pk)
    assert counted(now(batch)) == {"new": 1}
    assert batch.items.count() == 1


def test_a_worker_that_is_to_end_leaves_the_rest_to_another(bob):
    batch = previewed(bob, {PATH: seed()})
    actions.start(batch=batch, by=bob, hold=False)
    task_queue.stopping.set()
    jobs.apply_batch.call(batch.pk)
    assert now(batch).state == "applying"
    task_queue.stopping.clear()
    jobs.apply_batch.call(batch.pk)
    assert (now(batch).state, Article.objects.count()) == ("done", 1)


def test_what_should_not_happen_is_said(bob, monkeypatch):
    def broken(*args):
        raise KeyError("x")

    monkeypatch.setattr(phases, "read", broken)
    batch = actions.read(batch=uploaded(bob, {PATH: seed()}), by=bob)
    jobs.read_batch.call(batch.pk)
    assert now(batch).state == "failed"
    assert now(batch).problem == "This should not have happened: KeyError: 'x'"
    assert now(batch).finished_at


def test_a_batch_that_kills_workers_is_given_up(bob):
    batch = actions.read(batch=uploaded(bob, {PATH: seed()}), by=bob)
    ImportBatch.objects.update(tries=jobs.TRIES)
    jobs.read_batch.call(batch.pk)
    assert now(batch).state == "failed"
    assert "workers ended" in now(batch).problem


def test_progress_forgives_the_dead(bob):
    batch = make_batch(state="applying", tries=4)
    jobs._progress(batch)(0, 10)
    assert (now(batch).tries, now(batch).total) == (4, 10)
    jobs._progress(batch)(5, 10)
    assert (now(batch).tries, now(batch).done) == (0, 5)


def test_progress_is_written_now_and_then(bob, django_assert_num_queries):
    note = jobs._progress(make_batch(state="applying"))
    with django_assert_num_queries(2):
        for done in range(1, 11):
            note(done, 10)


def test_the_same_files_are_imported_one_after_the_other(queue, bob, alice):
    one, two = previewed(bob, {PATH: seed()}), previewed(alice, {PATH: seed()})
    actions.start(batch=one, by=bob, hold=False)
    actions.start(batch=two, by=alice, hold=False)
    jobs.apply_batch.call(two.pk)
    assert (now(two).state, Article.objects.count()) == ("applying", 0)
    assert waiting().count(("apply_batch", two.pk)) == 2  # this one, and another try
    jobs.apply_batch.call(one.pk)
    jobs.apply_batch.call(two.pk)
    assert now(two).same_as == one


@pytest.fixture
def one_by_one(monkeypatch):
    """Chunks of one file, so that anything may happen in between."""
    monkeypatch.setattr(phases, "CHUNK", 1)
    monkeypatch.setattr("articles.ingest.engine.AHEAD", 0)
    monkeypatch.setattr(jobs, "EVERY", 0)


FILES = {f"_news/{n}.md": numbered(n) for n in range(6)}


def read_with(batch, monkeypatch, act):
    """Read the batch in a worker; once it has got somewhere, `act` happens."""
    progress, acts = jobs._progress, [act]

    def noting(batch):
        note = progress(batch)

        def noted(done, total):
            note(done, total)
            if batch.items.exists() and acts:
                acts.pop()()

        return noted

    monkeypatch.setattr(jobs, "_progress", noting)
    jobs.read_batch.call(batch.pk)
    assert not acts


def test_of_two_workers_that_read_a_batch_one_lists_it(bob, monkeypatch, one_by_one):
    batch = actions.read(batch=uploaded(bob, FILES), by=bob)
    read_with(batch, monkeypatch, lambda: jobs.read_batch.call(batch.pk))
    assert now(batch).state == "ready"
    assert sorted(batch.items.values_list("path", flat=True)) == sorted(FILES)
    assert counted(now(batch)) == {"new": len(FILES)}


def test_who_is_not_at_it_any_more_neither_lists_nor_ends_nor_notes(bob, monkeypatch, one_by_one):
    batch = actions.read(batch=uploaded(bob, FILES), by=bob)

    def another_begins():
        other = now(batch)
        phases.begin(other)
        phases.delete_items(other)

    read_with(batch, monkeypatch, another_begins)
    assert (now(batch).state, now(batch).done, batch.items.count()) == ("reading", 0, 0)
    jobs.read_batch.call(batch.pk)
    assert counted(now(batch)) == {"new": len(FILES)}


def test_what_comes_too_late_for_its_run_is_not_listed(bob):
    batch = actions.read(batch=uploaded(bob, FILES), by=bob)
    stager = staged_files.StagingRecorder(batch)
    kept = [FileOutcome(Place(FileKind.IGNORED, "a.txt", ""), Outcome("a.txt", FileResult.IGNORED))]
    with transaction.atomic():
        stager.record(None, kept)
    phases.begin(now(batch))
    with transaction.atomic():
        stager.record(None, kept)
    assert batch.items.count() == 1


def test_a_worker_that_dies_between_reading_and_tidying_up(bob, monkeypatch):
    def killed(batch):
        raise SystemExit

    batch = actions.read(batch=uploaded(bob, {PATH: seed()}), by=bob)
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "delete", killed)
        with pytest.raises(SystemExit):
            jobs.read_batch.call(batch.pk)
    assert (now(batch).state, counted(now(batch))) == ("ready", {"new": 1})
    assert uploads._folder(batch).exists()
    jobs.requeue()
    assert not uploads._folder(batch).exists()


def test_what_was_given_up_is_forgotten_by_the_worker(queue, bob, monkeypatch):
    monkeypatch.setattr(staged_files, "PORTION", 2)
    batch = previewed(bob, FILES)
    other = previewed(bob, {"_news/9.md": numbered(9)})
    actions.cancel(batch=batch, by=bob)
    assert ("delete_staged", batch.pk) in waiting()
    jobs.delete_staged.call(batch.pk)
    assert (batch.items.count(), other.items.count()) == (0, 1)


def test_what_a_dead_worker_did_not_forget_is_forgotten_by_another(queue, bob):
    batch = previewed(bob, FILES)
    actions.cancel(batch=batch, by=bob)
    DBTaskResult.objects.all().delete()
    tasks.sweep()
    tasks.sweep()
    assert waiting() == [("delete_staged", batch.pk)]
    DBTaskResult.objects.all().delete()
    jobs.delete_staged.call(batch.pk)
    tasks.sweep()
    assert waiting() == []


def test_a_reading_that_failed_is_forgotten(queue, bob, monkeypatch):
    batch = actions.read(batch=uploaded(bob, {PATH: seed()}), by=bob)
    phases.read(now(batch), lambda done, total: None, lambda: False)
    ImportBatch.objects.update(tries=jobs.TRIES)
    jobs.read_batch.call(batch.pk)
    DBTaskResult.objects.all().delete()
    tasks.sweep()
    assert waiting() == [("delete_staged", batch.pk)]


@pytest.mark.parametrize("state", ["uploading", "reading", "ready", "applying", "done"])
def test_nothing_else_is_forgotten(bob, state):
    batch = previewed(bob, {PATH: seed()})
    ImportBatch.objects.update(state=state, counts={})
    jobs.delete_staged.call(batch.pk)
    assert batch.items.count() == 1


def test_what_was_imported_before_the_end_stays_listed(queue, bob):
    batch = previewed(bob, {PATH: seed()})
    actions.start(batch=batch, by=bob, hold=False)
    actions.cancel(batch=batch, by=bob)
    jobs.apply_batch.call(batch.pk)
    DBTaskResult.objects.all().delete()
    tasks.sweep()
    jobs.delete_staged.call(batch.pk)
    assert (waiting(), batch.items.count()) == ([], 1)


def test_a_cancelled_reading_leaves_nothing(bob, monkeypatch):
    batch = actions.read(batch=uploaded(bob, {"_news/a.md": numbered(1)}), by=bob)
    read = phases.read

    def cancelled(batch, progress, stop):
        actions.cancel(batch=batch, by=bob)
        return read(batch, progress, stop)

    monkeypatch.setattr(phases, "read", cancelled)
    jobs.read_batch.call(batch.pk)
    assert (now(batch).state, batch.items.count()) == ("cancelled", 0)
