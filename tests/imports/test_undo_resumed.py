"""Imports undone: what stops half-way goes on where it stopped."""

import pytest

from articles import task_queue
from articles.actions.errors import Refused
from articles.imports import actions, jobs, undo
from articles.models import (
    Event,
    ImportBatch,
    Topic,
)
from tests.imports.staged import (
    BOATS,
    FILES,
    imported,
    now,
    redone,
    topic_names,
    undone,
)
from tests.ingest.batches import PATH, seed, topic

pytestmark = pytest.mark.django_db


def test_an_undo_of_topics_goes_on_where_it_stopped(bob, monkeypatch):
    monkeypatch.setattr(undo, "CHUNK", 1)
    batch = imported(bob, {**FILES, BOATS: topic("boats", "Boats", "Ferries"), PATH: seed()})
    calls = iter([False, False, True])
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_stop", lambda batch: lambda: next(calls))
        batch = undone(batch, bob)
    assert (batch.state, batch.done, batch.total) == ("undoing", 2, 5)
    jobs.undo_batch.call(batch.pk)
    assert (now(batch).state, now(batch).done) == ("undone", 5)
    assert topic_names() == {"Transport"}
    assert now(batch).counts["left_as_is"] == 1


def test_it_gives_way_after_each_portion(bob, monkeypatch):
    rests = []
    monkeypatch.setattr(task_queue, "give_way", rests.append)
    monkeypatch.setattr(undo, "CHUNK", 1)
    undone(imported(bob, FILES), bob)
    assert len(rests) > 1


def test_an_end_leaves_the_rest_of_a_redo_to_the_next_worker(bob, monkeypatch):
    batch = undone(imported(bob, FILES), bob)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_stop", lambda batch: lambda: True)
        batch = redone(batch, bob)
    assert (batch.state, batch.done) == ("redoing", 0)
    jobs.redo_batch.call(batch.pk)
    assert now(batch).state == "done"


def test_nobody_undoes_for_an_account_that_is_gone(bob):
    batch = imported(bob, FILES)
    actions.undo(batch=batch, by=bob)
    Event.objects.filter(batch=batch, action="undo-import").update(actor=None)
    jobs.undo_batch.call(batch.pk)
    assert (now(batch).state, "account" in now(batch).problem) == ("failed", True)


def test_of_two_workers_at_one_undo_one_gives_way(bob):
    batch = imported(bob, FILES)
    actions.undo(batch=batch, by=bob)

    def overtaken():
        ImportBatch.objects.filter(pk=batch.pk).update(done=1)
        return False

    with pytest.raises(Refused, match="Another worker"):
        undo.undo(now(batch), overtaken)
    assert Topic.objects.exists()
