"""The same mend for all broken files that it makes readable, in the background."""

import pytest
from django.db import OperationalError

from articles import task_queue, tasks
from articles.actions.errors import Refused
from articles.imports import actions, jobs, mending, mends, trials
from articles.models import Article, BatchState, Event, ImportBatch
from tests.imports.staged import applied, counted, items, mended_alike, now, previewed
from tests.ingest.batches import numbered

pytestmark = pytest.mark.django_db


def broken(number, **fields):
    title = f'title: "Ferry {number}: a quiet year"'.encode()
    text = numbered(number, title=f"Ferry {number}: a quiet year", **fields)
    return text.replace(title, title.replace(b'"', b""))


FILES = {f"_news/{number}.md": broken(number) for number in range(5)}
FILES |= {"_news/good.md": numbered("good"), "_news/other.md": b"---\n"}


@pytest.fixture
def batch(bob):
    return previewed(bob, FILES)


@pytest.fixture
def one_by_one(monkeypatch):
    monkeypatch.setattr(mending, "CHUNK", 1)


def stop_after(monkeypatch, calls):
    """Let the worker be asked to end after so many files."""
    answers = iter([False] * calls)
    monkeypatch.setattr(jobs, "_stop", lambda batch: lambda: next(answers, True))


def test_all_of_them_are_mended_in_the_preview(batch, bob):
    assert counted(batch) == {"new": 1, "error": 6}
    batch = mended_alike(batch, bob)
    assert (batch.state, batch.done, batch.total) == (BatchState.READY, 5, 5)
    assert counted(batch) == {"new": 6, "error": 1}
    assert not Article.objects.exists()
    assert counted(applied(batch, bob)) == {"new": 6, "error": 1}
    assert Article.objects.filter(title__endswith=": a quiet year").count() == 5


def test_in_an_import_that_is_done_they_come_in(batch, bob, alice):
    batch = mended_alike(applied(batch, bob), alice)
    assert (batch.state, counted(batch)) == (BatchState.DONE, {"new": 6, "error": 1})
    assert Article.objects.count() == 6
    actors = Event.objects.exclude(article=None).values_list("actor__username", flat=True)
    assert sorted(actors) == ["alice"] * 5 + ["bob"]
    assert not any(bytes(item.data) for item in batch.items.exclude(result="error"))


def test_mended_files_of_one_story_meet(bob):
    files = {f"_news/{n}.md": broken("x", excerpt=f"Part {n}") for n in range(3)}
    batch = mended_alike(previewed(bob, files | {"_news/9.md": numbered("x", title="Pier")}), bob)
    assert items(batch) == {
        "_news/0.md": "new",
        "_news/1.md": "content",
        "_news/2.md": "content",
        "_news/9.md": "clash",
    }
    assert batch.items.get(path="_news/2.md").follows == "_news/1.md"


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("done", [False, True])
def test_a_worker_that_ends_leaves_the_rest_to_another(batch, bob, monkeypatch, done):
    batch = applied(batch, bob) if done else batch
    with monkeypatch.context() as patch:
        stop_after(patch, 2)
        batch = mended_alike(batch, bob)
    assert (batch.state, batch.total) == (BatchState.MENDING, 5)
    assert counted(batch) == {"new": 3, "error": 4}
    jobs.mend_batch.call(batch.pk)
    batch = now(batch)
    assert batch.state == (BatchState.DONE if done else BatchState.READY)
    assert (batch.done, batch.total, counted(batch)) == (5, 5, {"new": 6, "error": 1})


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize(
    ("at", "done"),
    [
        ("import_seeds", False),
        ("import_seeds", True),
        ("batch_counts.recount", False),
        ("batch_counts.recount", True),
        ("update_item", False),
        ("mark_unchanged", True),
    ],
)
def test_a_worker_that_dies_half_way_is_followed_by_another(batch, bob, monkeypatch, at, done):
    batch = applied(batch, bob) if done else batch
    calls = []

    def dies(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return work(*args, **kwargs)

    owner, _, name = at.rpartition(".")
    owner = getattr(trials, owner) if owner else trials
    work = getattr(owner, name)
    actions.mend_alike(batch=batch, by=bob, mend="quotes")
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, dies)
        with pytest.raises(KeyboardInterrupt):
            jobs.mend_batch.call(batch.pk)
    jobs.mend_batch.call(batch.pk)
    assert counted(now(batch)) == {"new": 6, "error": 1}
    assert Event.objects.filter(article__isnull=False).count() == Article.objects.count()


def test_a_task_that_was_lost_is_queued_again(batch, bob, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ImportBatch.objects.update(state=BatchState.MENDING, mend="quotes")
    tasks.sweep()
    tasks.sweep()
    calls = task_queue.live_calls(jobs.mend_batch)
    assert calls == [(jobs.mend_batch.module_path, batch.pk)]


@pytest.mark.usefixtures("one_by_one")
def test_stopped_it_keeps_what_is_mended(batch, bob, monkeypatch):
    actions.mend_alike(batch=batch, by=bob, mend="quotes")
    mend = mending._mend

    def then_stop(batch, some):
        mend(batch, some)
        actions.cancel(batch=batch, by=bob)

    monkeypatch.setattr(mending, "_mend", then_stop)
    jobs.mend_batch.call(batch.pk)
    batch = now(batch)
    assert (batch.state, batch.stop) == (BatchState.READY, False)
    assert (batch.done, counted(batch)) == (1, {"new": 2, "error": 5})


def test_asked_for_twice_it_is_done_once(batch, bob, alice):
    actions.mend_alike(batch=batch, by=bob, mend="quotes")
    actions.mend_alike(batch=batch, by=alice, mend="quotes")
    assert now(batch).mend_by == bob
    with pytest.raises(Refused, match="just being mended"):
        actions.mend_alike(batch=batch, by=bob, mend="tabs")
    jobs.mend_batch.call(batch.pk)
    jobs.mend_batch.call(batch.pk)
    assert counted(now(batch)) == {"new": 6, "error": 1}
    with pytest.raises(Refused, match="becomes readable by that any more"):
        actions.mend_alike(batch=batch, by=bob, mend="quotes")


def test_of_two_workers_the_later_goes_on(batch, bob, monkeypatch):
    retry = trials.retry

    def overtaken(batch, texts, by):
        monkeypatch.setattr(trials, "retry", retry)
        jobs.mend_batch.call(batch.pk)  # another worker begins, and is quicker
        retry(batch, texts, by)

    monkeypatch.setattr(trials, "retry", overtaken)
    batch = mended_alike(batch, bob)
    assert (now(batch).state, counted(now(batch))) == (BatchState.READY, {"new": 6, "error": 1})


def test_nothing_else_is_done_meanwhile(batch, bob):
    batch = actions.mend_alike(batch=batch, by=bob, mend="quotes")
    item = batch.items.get(path="_news/other.md")
    for act in (
        lambda: actions.start(batch=batch, by=bob, hold=False),
        lambda: actions.mend(item=item, by=bob, text="x"),
        lambda: actions.skip(batch=batch, by=bob, items=[item.pk], skip=True),
    ):
        with pytest.raises(Refused, match="just being mended"):
            act()


def test_a_fault_does_not_cost_the_preview(batch, bob, monkeypatch):
    def broken(*args):
        raise KeyError("x")

    ImportBatch.objects.update(problem="cut.zip: was cut short.")
    monkeypatch.setattr(mending, "mend_all", broken)
    batch = mended_alike(now(batch), bob)
    assert batch.state == BatchState.READY
    assert batch.problem == (
        "cut.zip: was cut short. Mending broke off. This should not have happened: KeyError: 'x'"
    )
    assert counted(batch) == {"new": 1, "error": 6}


def test_a_batch_that_kills_workers_is_a_preview_again(batch, bob):
    actions.mend_alike(batch=batch, by=bob, mend="quotes")
    ImportBatch.objects.update(tries=jobs.TRIES)
    jobs.mend_batch.call(batch.pk)
    assert (now(batch).state, "workers ended" in now(batch).problem) == (BatchState.READY, True)


def test_it_waits_for_the_database(batch, bob, monkeypatch):
    def away(*args):
        raise OperationalError("locked")

    actions.mend_alike(batch=batch, by=bob, mend="quotes")
    monkeypatch.setattr(mending, "mend_all", away)
    monkeypatch.setattr(task_queue.stopping, "wait", lambda seconds: True)
    monkeypatch.setattr(jobs.connection, "close", lambda: None)
    jobs.mend_batch.call(batch.pk)
    assert now(batch).state == BatchState.MENDING


def test_a_file_that_no_mend_fits_any_more_is_offered_no_more(batch, bob):
    batch.items.filter(path="_news/1.md").update(data=b"---\n")
    batch = mended_alike(batch, bob)
    item = batch.items.get(path="_news/1.md")
    assert (item.result, item.mend, counted(batch)) == ("error", "", {"new": 5, "error": 2})


def test_which_mend_fits_is_noted_when_a_file_is_read_or_tried(batch, bob):
    offered = dict(batch.items.values_list("path", "mend"))
    assert offered.pop("_news/good.md") == offered.pop("_news/other.md") == ""
    assert set(offered.values()) == {"quotes"}
    item = batch.items.get(path="_news/1.md")
    assert actions.mend(item=item, by=bob, text="---\n").mend == ""
    assert actions.mend(item=item, by=bob, text=broken(1).decode()).mend == "quotes"
    applied(batch, bob)
    item.refresh_from_db()
    assert actions.mend(item=item, by=bob, text="---\n").mend == ""


def test_line_ends_stay_as_they_are(bob):
    data = broken(1).replace(b"\n", b"\r\n")
    files = {"_news/1.md": data, "_news/good.md": numbered("good")}
    item = mended_alike(previewed(bob, files), bob).items.get(path="_news/1.md")
    before, after = data.decode().split("\n"), bytes(item.data).decode().split("\n")
    changed = [two for one, two in zip(before, after, strict=True) if one != two]
    assert changed == ['title: "Ferry 1: a quiet year"\r']


def test_no_mend_is_unknown_to_people():
    assert all(mend.label and len(name) <= 10 for name, mend in mends.MENDS.items())
