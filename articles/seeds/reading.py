"""Reads many seeds in several processes. Pure, so that a child process starts quickly."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from types import TracebackType
from typing import Any, NamedTuple

from articles.seeds.errors import Note, SeedError
from articles.seeds.parse import parse_article
from articles.seeds.values import Values, of_document

WORTH_A_PROCESS = 200  # fewer files than this are read before a process would have started


class Job(NamedTuple):
    """A seed to read, and its text at the last import if there was one."""

    data: bytes
    base: str | None


class Reading(NamedTuple):
    """What a seed says now and said before; either values or an error."""

    values: Values | None
    base: Values | None
    notes: tuple[Note, ...]
    error: SeedError | None


def read(job: Job) -> Reading:
    """Read one seed; a broken one comes back with its error."""
    try:
        document = parse_article(job.data)
        base = of_document(parse_article(job.base.encode())) if job.base is not None else None
        return Reading(of_document(document), base, document.notes, None)
    except SeedError as error:
        return Reading(None, None, (), error)


def read_many(jobs: Sequence[Job]) -> list[Reading]:
    return [read(job) for job in jobs]


class Readers:
    """Reads here while there is little to read, and in processes of its own once there is much."""

    def __init__(self, processes: int | None = None) -> None:
        self.processes = processes or max(1, min(8, os.cpu_count() or 1))
        self._pool: Executor | None = None
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

    def submit(self, jobs: Sequence[Job]) -> Future[list[Reading]]:
        self._seen += len(jobs)
        if self._pool is None and self._seen > WORTH_A_PROCESS:
            # Never fork: this process holds database connections and perhaps threads.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.processes, mp_context=context)
        if self._pool:
            return self._pool.submit(read_many, jobs)
        return _done(read_many, jobs)


def _done(function: Callable[..., Any], *args: object) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(function(*args))
    return future
