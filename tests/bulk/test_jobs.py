"""The background task: it may die, run twice, or find the database away."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from articles import tasks
from articles.bulk import jobs, run
from articles.models import BulkJob, State
from tests.bulk.many import begun, done, now, proposed, results, worked
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def job(alice):
    make_article(state=State.UNPUBLISHED)
    return begun(alice)


def waiting():
    rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path__startswith="articles.bulk."
    )
    return [row.args_kwargs["args"][0] for row in rows]


def test_it_is_queued(queue, job):
    assert waiting() == [job.pk]


def test_a_job_whose_task_was_lost_gets_another_once(queue, job):
    DBTaskResult.objects.all().delete()
    tasks.sweep()
    tasks.sweep()
    assert waiting() == [job.pk]


def test_other_jobs_need_none(queue, alice):
    make_article()
    done(alice)
    proposed(alice)
    DBTaskResult.objects.all().delete()
    tasks.sweep()
    assert waiting() == []


def test_a_proposal_that_nobody_takes_up_is_forgotten(alice):
    make_article()
    old, new = proposed(alice), proposed(alice)
    BulkJob.objects.filter(pk=old.pk).update(seen_at=old.seen_at - timedelta(days=2))
    jobs.requeue()
    assert BulkJob.objects.get() == new


def test_a_task_that_comes_late_does_nothing(job):
    ended = worked(job).finished_at
    assert worked(job).finished_at == ended


def test_it_waits_for_a_database_that_is_away(job, monkeypatch):
    monkeypatch.setattr("articles.task_queue.PAUSE", 0)
    portion, fails = run.portion, [OperationalError("away")] * (jobs.TRIES + 1)

    def sometimes(pk):
        if fails:
            raise fails.pop()
        return portion(pk)

    monkeypatch.setattr(run, "portion", sometimes)
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    assert results(worked(job)) == {"done": 1}


def test_what_should_not_happen_is_said(job, monkeypatch):
    def broken(*args):
        raise KeyError("x")

    monkeypatch.setattr(run, "portion", broken)
    assert worked(job).state == "failed"
    assert now(job).problem == "This should not have happened: KeyError: 'x'"
    assert now(job).finished_at


def test_a_job_that_kills_workers_is_given_up(job):
    BulkJob.objects.update(tries=jobs.TRIES)
    assert worked(job).state == "failed"
    assert "workers ended" in now(job).problem
