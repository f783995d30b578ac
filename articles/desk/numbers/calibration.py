"""How suggested scores did beside those that people gave: one query for the newest of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from articles.models import ScoreComparison

NEWEST = 1000  # that count
PARTS = 5
SHOWN = 8  # sources and people
CLOSE = 10  # points


class Compared(NamedTuple):
    score: int
    given: int
    source: str
    person: str

    @property
    def error(self) -> int:
        return abs(self.score - self.given)


@dataclass(frozen=True, slots=True)
class Part:
    """`off` is the mean distance between what was suggested and what was given, in points."""

    name: str
    count: int
    suggested: int
    given: int
    off: float


@dataclass(frozen=True, slots=True)
class Calibration:
    finding: str
    fifths: list[Part]
    sources: list[Part]
    people: list[Part]


def calibration() -> Calibration:
    rows = ScoreComparison.objects.filter(event__undone=False).order_by("-event_id")
    columns = ("score", "given", "provider__name", "event__actor_name")
    found = [Compared(*row) for row in rows.values_list(*columns)[:NEWEST]]
    return Calibration(_finding(found), _fifths(found), _by(found, "source"), _by(found, "person"))


def _finding(found: Sequence[Compared]) -> str:
    if not found:
        return "Nobody has scored an article for which a score was suggested yet."
    off = fmean(one.error for one in found)
    close = sum(one.error <= CLOSE for one in found) / len(found)
    scores = "1 score" if len(found) == 1 else f"the newest {len(found):,} scores"
    return f"{close:.0%} of {scores} came within {CLOSE} points; {off:.1f} off on average."


def _fifths(found: Sequence[Compared]) -> list[Part]:
    """Part them by what was suggested, from low to high: what was given should rise with it."""
    ordered = sorted(found)
    ends = [len(ordered) * n // PARTS for n in range(PARTS + 1)]
    parts = [ordered[low:high] for low, high in pairwise(ends) if high > low]
    return [_part(f"{part[0].score} to {part[-1].score}", part) for part in parts]


def _by(found: Iterable[Compared], what: str) -> list[Part]:
    """Part them by source or person, those with the most first."""
    parts = defaultdict[str, list[Compared]](list)
    for one in found:
        parts[getattr(one, what) or "somebody who is gone"].append(one)
    most = sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_part(name, part) for name, part in most[:SHOWN]]


def _part(name: str, found: Sequence[Compared]) -> Part:
    suggested, given = (fmean(getattr(one, n) for one in found) for n in ("score", "given"))
    off = fmean(one.error for one in found)
    return Part(name, len(found), round(suggested), round(given), round(off, 1))
