"""Imports that a command does itself: what a dead one leaves half-done is closed."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from articles import leases, tasks
from articles.actions.errors import Refused
from articles.imports import actions, command_runs
from articles.models import Article
from tests.factories import make_batch, make_item
from tests.imports.staged import counted, now, undone
from tests.ingest.batches import PATH, bring_in, numbered, seed, write

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def half_done(where, **fields):
    """An import that has got as far as three files."""
    batch = make_batch(where=where, **{"started_at": timezone.now(), **fields})
    for result in ("new", "new", "error"):
        make_item(batch=batch, result=result)
    return batch


def left_by(name):
    """What a command that was killed leaves behind: a file that nobody holds."""
    with leases.alive("other"):
        leases.file_of(name).touch()
    return f"{command_runs.WHERE}{name}"


def interrupted():
    """An import whose command ends by an error, such as Ctrl+C."""
    batch = None
    with suppress(KeyboardInterrupt), command_runs.running() as where:
        batch = half_done(where)
        raise KeyboardInterrupt
    return now(batch)


def next_command():
    with command_runs.running():
        pass


def test_what_ends_by_an_error_is_closed_at_once():
    batch = interrupted()
    assert (batch.state, counted(batch)) == ("cancelled", {"new": 2, "error": 1})
    assert (batch.total, batch.done) == (3, 3)
    assert batch.problem.startswith("Ended before it was through: import the same files again")
    assert batch.finished_at


def test_what_is_being_imported_is_left_alone():
    with command_runs.running() as where:
        batch = half_done(where, started_at=timezone.now() - 600 * MINUTE)
        with command_runs.running():
            tasks.sweep()
        assert now(batch).state == "applying"


@pytest.mark.parametrize("by", [tasks.sweep, next_command])
def test_what_was_killed_is_closed_by_the_sweeper_and_the_next_command(by):
    batch = half_done(left_by("one"))
    by()
    assert now(batch).state == "cancelled"


@pytest.mark.parametrize(("minutes", "state"), [(29, "applying"), (31, "cancelled")])
def test_a_command_elsewhere_has_its_lease(minutes, state):
    batch = half_done(
        f"{command_runs.WHERE}elsewhere", started_at=timezone.now() - minutes * MINUTE
    )
    command_runs.close_dead()
    assert now(batch).state == state


@pytest.mark.parametrize("state", ["done", "cancelled", "undoing", "undone"])
def test_only_what_is_half_done_is_closed(state):
    batch = half_done(left_by("one"), state=state)
    command_runs.close_dead()
    assert (now(batch).state, now(batch).problem) == (state, "")


@pytest.mark.parametrize("where", ["", "uploads/1", "/srv/seeds"])
def test_what_no_command_does_is_left_alone(where):
    batch = half_done(where, started_at=timezone.now() - 600 * MINUTE)
    command_runs.close_dead()
    assert now(batch).state == "applying"


def test_a_database_that_is_away_leaves_it_to_the_sweeper(monkeypatch):
    def away(batches):
        raise OperationalError("no route to host")

    with monkeypatch.context() as patch:
        patch.setattr(command_runs, "_close", away)
        batch = interrupted()
    assert batch.state == "applying"
    tasks.sweep()
    assert now(batch).state == "cancelled"


def test_the_same_files_again_import_the_rest(tmp_path, bob):
    files = {f"_news/{n}.md": numbered(n) for n in range(6)}
    site = write(tmp_path / "site", files)

    def killed(done, total):
        if Article.objects.count() >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), command_runs.running() as where:
        bring_in(site, where=where, chunk=1, progress=killed)
    batch = Article.objects.first().batch
    assert (now(batch).state, counted(now(batch))) == ("cancelled", {"new": 2})
    report = bring_in(site)
    assert (report.counts["new"], report.counts["unchanged"]) == (4, 2)
    assert undone(batch, bob).state == "undone"
    assert Article.objects.filter(public=True).count() == 4


def test_a_command_that_was_taken_for_dead_says_so_when_it_is_done(tmp_path):
    site = write(tmp_path / "site", {"_news/a.md": numbered(1), "_news/b.md": numbered(2)})

    def taken_for_dead(done, total):
        command_runs._close(command_runs._open())

    report = bring_in(site, where=left_by("one"), chunk=1, progress=taken_for_dead)
    batch = now(report.batch)
    assert (batch.state, batch.problem, counted(batch)) == ("done", "", {"new": 2})


def test_nobody_else_ends_it(bob):
    with command_runs.running() as where:
        batch = half_done(where)
        with pytest.raises(Refused, match="A command does this import"):
            actions.cancel(batch=batch, by=bob)
        assert not now(batch).stop


def test_a_command_that_is_through_leaves_no_lease(tmp_path):
    with command_runs.running() as where:
        bring_in(write(tmp_path / "site", {PATH: seed()}), where=where)
    assert not list(leases.file_of("").iterdir())
