"""Reads many seeds in several processes. Pure, so that a child process starts quickly."""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import threading
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from dataclasses import replace
from types import TracebackType
from typing import NamedTuple

from articles.seeds.document import Document
from articles.seeds.errors import Note, SeedError
from articles.seeds.parse import parse_article
from articles.seeds.values import METRICS, SeedValues, seed_values

QUIET_LINE = re.compile(r'(?:heat: (-1|[0-9]{1,5})|secured: "[^"\\]*")\r?')
RARELY = 200_000  # objects made between two looks for garbage: what a seed makes holds no cycles
WORTH_A_PROCESS = 50  # with no more files than this, many more are not to be expected


class Job(NamedTuple):
    data: bytes
    base: str | None


class Reading(NamedTuple):
    """What a seed says now and said before; either values or an error. It is `routine` where
    nothing but metrics differs, as in nearly every re-import."""

    values: SeedValues | None
    base: SeedValues | None
    notes: tuple[Note, ...]
    error: SeedError | None
    routine: bool = False


def read(job: Job) -> Reading:
    try:
        document = parse_article(job.data)
    except SeedError as error:
        return Reading(None, None, (), error)
    values = seed_values(document)
    base = job.base and (
        _base_but_metrics(job.base, job.data, document, values) or parse_base(job.base)
    )
    if not base:
        return Reading(values, None, document.notes, None)
    routine = replace(base, **{name: getattr(values, name) for name in METRICS}) == values
    return Reading(values, base, document.notes, None, routine)


def _base_but_metrics(
    text: str, data: bytes, document: Document, values: SeedValues
) -> SeedValues | None:
    """Return what the earlier text said if only the lines of `heat` and `secured` are others now:
    then it need not be parsed, which is most of the work of a re-import."""
    old, new = text.split("\n"), data.decode().split("\n")
    places = {document.lines.get("heat"), document.lines.get("secured")}
    moved = [n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other]
    if len(old) != len(new) or not {n + 1 for n in moved} <= places:
        return None
    if not all(QUIET_LINE.fullmatch(lines[n]) for n in moved for lines in (old, new)):
        return None
    heats = [match[1] for n in moved if (match := QUIET_LINE.fullmatch(old[n])) and match[1]]
    return replace(values, heat=int(heats[0])) if heats else values


def parse_base(text: str) -> SeedValues | None:
    try:
        return seed_values(parse_article(text.encode()))
    except SeedError:
        return None


def read_many(jobs: Sequence[Job]) -> list[Reading]:
    return [read(job) for job in jobs]


class ReadingTask:
    """Seeds that are read in another process, or here; `result` waits for them."""

    def __init__(self, jobs: Sequence[Job], pool: Executor | None) -> None:
        self._jobs = jobs
        self._future = pool.submit(read_many, jobs) if pool else _read_here(jobs)

    def done(self, within: float = 0) -> bool:
        return bool(wait([self._future], within).done)

    def result(self) -> list[Reading]:
        return self._future.result()

    def read_here(self) -> None:
        if self._future.cancel():
            self._future = _read_here(self._jobs)


class Readers:
    """Reads here while there is little to read, and in processes of its own once there is much."""

    def __init__(self, processes: int | None = None) -> None:
        # One processor is for the process that writes: it has more to do than two readers.
        useful = max(1, min(4, (os.cpu_count() or 2) - 1))
        self.processes = useful if processes is None else processes
        self._pool: Executor | None = None
        self._starting: list[Future[int]] = []
        self._seen = 0

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def expect(self, count: int) -> None:
        self._seen += count
        if self.processes and self._pool is None and self._seen > WORTH_A_PROCESS:
            # Never fork: this process holds database connections and perhaps threads.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self.processes, mp_context=context, initializer=set_up_reader
            )
            self._starting = [self._pool.submit(int) for _ in range(self.processes)]

    def submit(self, jobs: Sequence[Job]) -> ReadingTask:
        started = all(start.done() for start in self._starting)
        return ReadingTask(jobs, self._pool if started else None)


def set_up_reader() -> None:
    """Make a process give way to the one that writes, which all wait for, and end with it: a reader
    whose parent was killed would wait for work for ever."""
    os.nice(10)
    gc.set_threshold(RARELY)
    threading.Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _read_here(jobs: Sequence[Job]) -> Future[list[Reading]]:
    future: Future[list[Reading]] = Future()
    future.set_result(read_many(jobs))
    return future
