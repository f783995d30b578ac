"""Imports beside their baselines, in turns, so that a busy minute of the machine hits them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.benchmarks import hashing, places, postgres
from tests.benchmarks.places import Time
from tests.benchmarks.report import say, table

ROUNDS = 5
IMPORT, RAW, RESOURCES = "import_seeds", "CSafeLoader x 2 + executemany", "django-import-export"
COPY = "CSafeLoader x 2 + COPY"
ALONE = "import_seeds, nothing suggested"
AGAIN, LOOP = "import_seeds, nothing changed", "scandir + read + blake2b"
PAIRS = (
    (IMPORT, RAW, 0.8),
    (IMPORT, COPY, 0.8),
    (IMPORT, RESOURCES, 5),
    (IMPORT, ALONE, 0.91),
    (AGAIN, LOOP, 0.6),
)

Times = dict[str, Time]


def run(count: int) -> None:
    """Print the medians and their ratios: on SQLite, and on PostgreSQL if there is one."""
    seeds, empty = places.seeds(count), places.site(0)
    _measure("SQLite", count, lambda: _on_sqlite(seeds, empty))
    if postgres.URL:
        with postgres.databases():
            _measure("PostgreSQL", count, lambda: _on_postgres(seeds))
    else:
        say("TEST_DATABASE_URL is not set: nothing was measured on PostgreSQL.")


def profile(count: int) -> None:
    """Print where the importer's own process spends its time."""
    data = places.copy_of(places.site(0), "import")
    places.shown("command", places.seeds(count), data, profile=True)


def _measure(database: str, count: int, one_round: Callable[[], Times]) -> None:
    times: dict[str, list[Time]] = defaultdict(list)
    for turn in range(ROUNDS):
        for name, time in one_round().items():
            times[name].append(time)
        say(f"round {turn + 1} of {ROUNDS} done")
    say(f"\nImport of {count:,} seeds into {database}, median of {ROUNDS}:\n")
    _print(count, {name: _median(values) for name, values in times.items()})


def _on_sqlite(seeds: Path, empty: Path) -> Times:
    scratch = places.scratch("raw")
    data = places.copy_of(empty, "import")
    return {
        RAW: places.timed("raw", seeds, scratch, django=False),
        IMPORT: places.timed("command", seeds, data),
        ALONE: places.timed("command_alone", seeds, places.copy_of(empty, "alone")),
        RESOURCES: places.timed("resources", seeds, places.copy_of(empty, "resources")),
        **_again(seeds, scratch, data),
    }


def _on_postgres(seeds: Path) -> Times:
    scratch, raw, site = places.scratch("postgres"), postgres.empty(), postgres.site()
    return {
        COPY: places.timed("raw_copy", seeds, scratch, django=False, DATABASE_URL=raw),
        IMPORT: places.timed("command", seeds, scratch, DATABASE_URL=site),
        **_again(seeds, scratch, scratch, DATABASE_URL=site),
    }


def _again(seeds: Path, scratch: Path, data: Path, **environment: str) -> Times:
    """Both find the files in memory: whoever came first would have fetched them for the other."""
    hashing.work(seeds)
    return {
        LOOP: places.timed("hashing", seeds, scratch, django=False),
        AGAIN: places.timed("command", seeds, data, **environment),
    }


def _median(times: list[Time]) -> Time:
    return Time(*(median(column) for column in zip(*times, strict=True)))


def _print(count: int, times: Times) -> None:
    table(
        ("seconds", "work", "with start", "processors", "files/s"),
        [
            (name, *(f"{seconds:.2f}" for seconds in time), f"{count / time.work:,.0f}")
            for name, time in times.items()
        ],
    )
    table(
        ("times as fast", "work", "with start", "processors", "aim"),
        [
            (f"{ours} : {theirs}", *_ratios(times[ours], times[theirs]), f">= {aim}")
            for ours, theirs, aim in PAIRS
            if theirs in times
        ],
    )


def _ratios(ours: Time, theirs: Time) -> list[str]:
    return [f"{their / our:.2f}" for our, their in zip(ours, theirs, strict=True)]
