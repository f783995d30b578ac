"""Imports beside their baselines, in turns, so that a busy minute of the machine hits them all."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path
from statistics import median

from tests.benchmarks import places
from tests.benchmarks.places import Time
from tests.benchmarks.report import say, table

ROUNDS = 3
IMPORT, RAW, RESOURCES = "import_seeds", "CSafeLoader x 2 + executemany", "django-import-export"
AGAIN, LOOP = "import_seeds, nothing changed", "scandir + read + blake2b"
PAIRS = ((IMPORT, RAW, 0.5), (IMPORT, RESOURCES, 3), (AGAIN, LOOP, 0.3))


def run(count: int) -> None:
    """Print the medians and their ratios."""
    seeds, empty = places.seeds(count), places.site(0)
    times: dict[str, list[Time]] = defaultdict(list)
    for turn in range(ROUNDS):
        for name, time in _round(seeds, empty).items():
            times[name].append(time)
        say(f"round {turn + 1} of {ROUNDS} done")
    say(f"\nImport of {count:,} seeds, median of {ROUNDS}:\n")
    _print(count, {name: _median(values) for name, values in times.items()})


def profile(count: int) -> None:
    """Print where the importer's own process spends its time."""
    data = places.copy_of(places.site(0), "import")
    places.shown("command", places.seeds(count), data, profile=True)


def _round(seeds: Path, empty: Path) -> dict[str, Time]:
    scratch = places.BENCH / "raw"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    data = places.copy_of(empty, "import")
    return {
        RAW: places.timed("raw", seeds, scratch, django=False),
        IMPORT: places.timed("command", seeds, data),
        RESOURCES: places.timed("resources", seeds, places.copy_of(empty, "resources")),
        LOOP: places.timed("hashing", seeds, scratch, django=False),
        AGAIN: places.timed("command", seeds, data),
    }


def _median(times: list[Time]) -> Time:
    return Time(*(median(column) for column in zip(*times, strict=True)))


def _print(count: int, times: dict[str, Time]) -> None:
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
        ],
    )


def _ratios(ours: Time, theirs: Time) -> list[str]:
    return [f"{their / our:.2f}" for our, their in zip(ours, theirs, strict=True)]
