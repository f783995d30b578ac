"""Tasks of imports while the database or the disk is away, or a reader dies."""

import errno
from concurrent.futures import BrokenExecutor

import pytest
from django.db import OperationalError

from articles import task_queue
from articles.imports import actions, jobs, phases
from articles.models import Article
from tests.imports.staged import now, previewed
from tests.ingest.batches import PATH, seed

pytestmark = pytest.mark.django_db


def failing(monkeypatch, error, times):
    """Let importing fail so often, without the pause."""
    left = iter(range(times))

    def apply(*args):
        if next(left, None) is not None:
            raise error
        return through(*args)

    through = phases.apply
    monkeypatch.setattr(phases, "apply", apply)
    monkeypatch.setattr(task_queue, "PAUSE", 0)
    monkeypatch.setattr(jobs.connection, "close", lambda: None)


@pytest.mark.parametrize("error", [OperationalError("database is locked"), BrokenExecutor()])
def test_it_waits_for_what_passes_by_itself(bob, monkeypatch, error):
    batch = previewed(bob, {PATH: seed()})
    actions.start(batch=batch, by=bob, hold=False)
    failing(monkeypatch, error, 2)
    jobs.apply_batch.call(batch.pk)
    assert now(batch).state == "done"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (OperationalError("disk I/O error"), "done"),
        (OSError(errno.ENOSPC, "No space left on device"), "done"),
        (BrokenExecutor(), "failed"),
    ],
)
def test_a_database_or_disk_may_be_away_for_long(bob, monkeypatch, error, state):
    """But a batch that kills its readers again and again is given up."""
    batch = previewed(bob, {PATH: seed()})
    actions.start(batch=batch, by=bob, hold=False)
    failing(monkeypatch, error, 3 * jobs.TRIES)
    jobs.apply_batch.call(batch.pk)
    assert now(batch).state == state


def test_a_worker_that_is_to_end_does_not_wait_for_the_database(bob, monkeypatch):
    batch = previewed(bob, {PATH: seed()})
    actions.start(batch=batch, by=bob, hold=False)
    failing(monkeypatch, OperationalError("away"), 1)
    monkeypatch.setattr(task_queue.stopping, "wait", lambda seconds: True)
    jobs.apply_batch.call(batch.pk)
    assert (now(batch).state, Article.objects.count()) == ("applying", 0)


def test_a_fault_of_our_own_is_not_tried_again(bob, monkeypatch):
    def broken(batch):
        raise KeyError("x")

    batch = previewed(bob, {PATH: seed()})
    actions.start(batch=batch, by=bob, hold=False)
    monkeypatch.setattr(jobs, "_may_try", broken)
    with pytest.raises(KeyError):
        jobs.apply_batch.call(batch.pk)
