"""Measures suggestions against stories whose related coverage somebody graded: `make judge`.

NEWSDESK_JUDGEMENT names the file of graded stories and NEWSDESK_EXTRA_SEEDS folders of real seeds
(`judge_pool.py` says more). Beside ours stands the cosine of TF-IDF vectors with the same window.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from statistics import mean
from typing import Any

from tests.benchmarks import judge_duplicates, judge_pool, places, postgres, tfidf
from tests.benchmarks.judge_pool import Pool, Story
from tests.benchmarks.report import say, table

COUNTS = 10_000, 100_000
HEADER = ("", "A @5", "A @10", "MRR", "A+B @10")
AIMS = ("aim", ">= 0.88", ">= 0.92", ">= 0.85", ">= 0.80")
COST_HEADER = ("", "p50 ms", "p95 ms", "insert ms", "MB")
COST_AIMS = ("aim", "<= 2", "<= 4", "<= 0.5", "<= 50 per 100,000")


def main(counts: Sequence[int]) -> None:
    if not os.environ.get("NEWSDESK_JUDGEMENT"):
        say(__doc__ or "")
        return
    judge_duplicates.main()
    for count in counts:
        _measure(count)


def _measure(count: int) -> None:
    pool = judge_pool.pool(count)
    said = {"SQLite": _site(count)}
    if postgres.URL:
        with postgres.databases():
            said["PostgreSQL"] = _site(count, DATABASE_URL=postgres.site())
    say(f"\n{count:,} articles, {len(pool.stories)} graded stories:\n")
    found = {name: one["found"] for name, one in said.items()}
    shown = {f"{name}, as shown": one["shown"] for name, one in said.items()}
    beside = {"TF-IDF, same window": tfidf.found(pool)}
    rows = [_quality(name, pool, lists) for name, lists in {**found, **shown, **beside}.items()]
    table(HEADER, [AIMS, *rows])
    table(COST_HEADER, [COST_AIMS, *(_cost(name, one) for name, one in said.items())])


def _site(count: int, **environment: str) -> dict[str, Any]:
    data = places.scratch("judge")
    places.prepare(data, **environment)
    answer = places.said("judge_site", data, COUNT=str(count), **environment)
    found: dict[str, Any] = json.loads(answer.strip().splitlines()[-1])
    return found


def _quality(name: str, pool: Pool, found: Sequence[Sequence[int]]) -> tuple[str, ...]:
    answers = list(zip(pool.stories, found, strict=True))
    return (
        name,
        *(f"{_recall(answers, 'A', most):.2f}" for most in (5, 10)),
        f"{_first(answers):.2f}",
        f"{_recall(answers, 'AB', 10):.2f}",
    )


def _recall(answers: Sequence[tuple[Story, Sequence[int]]], grades: str, most: int) -> float:
    """How much of what belongs there is among the first, of as many as there is room for."""
    shares = []
    for story, found in answers:
        wanted = {place for grade in grades for place in story.related[grade]}
        if wanted:
            shares.append(len(wanted & set(found[:most])) / min(len(wanted), most))
    return mean(shares)


def _first(answers: Sequence[tuple[Story, Sequence[int]]]) -> float:
    """One divided by the place of the first of the same event."""
    ranks = []
    for story, found in answers:
        if story.related["A"]:
            hits = (n for n, place in enumerate(found, 1) if place in story.related["A"])
            ranks.append(1 / next(hits, float("inf")))
    return mean(ranks)


def _cost(name: str, said: dict[str, Any]) -> tuple[str, ...]:
    times = sorted(said["milliseconds"])
    p50, p95 = times[len(times) // 2], times[len(times) * 95 // 100]
    size = said["bytes"] / 1e6
    return name, f"{p50:.2f}", f"{p95:.2f}", f"{said['insert']:.2f}", f"{size:.1f}"


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or COUNTS)
