"""What a seed says now, and what it said before."""

from concurrent.futures import Future
from threading import Event

import pytest

from articles.ingest.plan import parsing
from articles.ingest.plan.parsing import Job, Readers, ReadingTask, parse_base, read
from tests.ingest.batches import numbered, seed
from tests.seeds import samples


def test_a_broken_seed_comes_back_with_its_error():
    result = read(Job(b"nonsense", None))
    assert result.values is None
    assert "no front matter" in result.error.message


def test_a_seed_without_an_earlier_text_is_no_routine():
    assert (read(Job(seed(), None)).base, read(Job(seed(), None)).routine) == (None, False)


@pytest.mark.parametrize(
    ("data", "routine"),
    [
        (seed(), True),
        (seed(heat=120), True),
        (seed(heat=-1), True),
        (seed(heat=None), True),
        (seed(secured="bmV3"), True),
        (seed(heat=1, secured="bmV3"), True),
        (seed(secured=None), True),
        (seed().replace(b"\n", b"\r\n"), True),
        (seed().replace(b"heat: 80", b"heat: 81 # up"), True),
        (seed(title="New"), False),
        (seed(heat=120, quality=3), False),
        (seed(published=None), False),
    ],
)
def test_what_is_routine(data, routine):
    result = read(Job(data, seed().decode()))
    assert result.routine is routine
    assert result.base == parse_base(seed().decode())


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_metrics_alone_need_no_second_parse(monkeypatch, newline):
    monkeypatch.setattr(parsing, "parse_base", None)
    old = samples.ARTICLE.replace("\n", newline)
    new = old.replace("heat: 91", "heat: 7").replace("c2VhbGVk;a2V5", "bmV3")
    result = read(Job(new.encode(), old))
    assert (result.base.heat, result.values.heat, result.routine) == (91, 7, True)


def test_a_line_of_a_text_that_looks_like_a_metric():
    old = samples.ARTICLE.replace("crossed in eleven", "crossed\nheat: 1\n in eleven")
    new = old.replace("heat: 1\n", "heat: 2\n", 1)
    result = read(Job(new.encode(), old))
    assert not result.routine
    assert result.base == parse_base(old)


def test_many_are_read_in_processes_and_come_in_order(monkeypatch):
    monkeypatch.setattr(parsing, "WORTH_A_PROCESS", 10)
    jobs = [Job(numbered(n), None) for n in range(30)]
    with Readers(2) as readers:
        readers.expect(30)
        batches = [readers.submit(jobs[start : start + 10]) for start in (0, 10, 20)]
        values = [result.values for batch in batches for result in batch.result()]
    assert [value.web_url for value in values] == [
        f"https://harbour.example/{n}" for n in range(30)
    ]


def test_with_no_process_of_its_own_all_is_read_here(monkeypatch):
    monkeypatch.setattr(parsing, "WORTH_A_PROCESS", 1)
    with Readers(0) as readers:
        readers.expect(30)
        task = readers.submit([Job(numbered(n), None) for n in range(30)])
        assert (readers._pool, task.done()) == (None, True)


class Pool:
    """One that has begun with all it was given, or with nothing."""

    def __init__(self, *, begun):
        self.begun = begun
        self.given = []

    def submit(self, function, jobs):
        future = Future()
        if self.begun:
            future.set_running_or_notify_cancel()
        self.given.append((future, function, jobs))
        return future


def test_what_no_process_has_begun_with_can_be_read_here():
    portion = ReadingTask([Job(seed(), None)], Pool(begun=False))
    assert not portion.done()
    portion.read_here()
    assert portion.result() == [read(Job(seed(), None))]


def test_what_a_process_is_at_is_left_to_it():
    pool = Pool(begun=True)
    portion = ReadingTask([Job(seed(), None)], pool)
    portion.read_here()
    assert not portion.done()
    for future, function, jobs in pool.given:
        future.set_result(function(jobs))
    assert portion.result() == [read(Job(seed(), None))]


def test_a_reader_gives_way_and_ends_with_its_parent(monkeypatch):
    done, ended = [], Event()

    class Parent:
        def join(self):
            done.append("joined")

    monkeypatch.setattr(parsing.os, "nice", done.append)
    monkeypatch.setattr(parsing.gc, "set_threshold", done.append)
    monkeypatch.setattr(parsing.multiprocessing, "parent_process", Parent)
    monkeypatch.setattr(parsing.os, "_exit", lambda status: ended.set())
    parsing.set_up_reader()
    assert ended.wait(10)
    assert done == [10, parsing.RARELY, "joined"]
