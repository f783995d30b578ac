"""The newsroom's figures of a day, as they are kept in `DayFigures.values`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

# Seconds between an article's arrival and the decision, below which it falls into the band.
WAITS = (5 * 60, 15 * 60, 3600, 4 * 3600, 24 * 3600, 3 * 24 * 3600)
BAND = 10  # points of score that a bar stands for
HIGHEST = 200  # the band from here on has no end


@dataclass(frozen=True)
class Hour:
    """How many articles a person decided on in an hour of the day."""

    hour: int
    person: str  # as they sign in
    name: str
    count: int


@dataclass(frozen=True)
class Overruled:
    """Of what people decided on of a source or topic, how much they held or published against the
    machine. `key` is its domain or slug."""

    key: str
    name: str
    decided: int
    held: int
    published: int

    @property
    def against(self) -> int:
        return self.held + self.published


@dataclass(frozen=True)
class Intake:
    """How many stories are of a day, and how many of those wait for a person."""

    day: str
    came: int
    waiting: int


@dataclass(frozen=True)
class Band:
    """How many stories have a score from `low` on, by what readers see of them; how many `own` a
    threshold, from a topic, and how many of these reach it."""

    low: int
    held: int
    public: int
    own: int = 0  # nothing is said of days before topics had any
    reach: int = 0


@dataclass(frozen=True)
class Month:
    """What readers are told of thirty days. They had seen what was `withdrawn`. People `agreed`
    with the machine in so many of what they `decided`; of the scores `compared` with one that was
    suggested, so many were `close`, and most came within `usually_within` points."""

    decided: int
    agreed: int
    published: int
    withdrawn: int
    score_published: int
    score_withdrawn: int
    compared: int
    close: int
    usually_within: int
    accepted: int
    refused: int

    @property
    def has_any(self) -> bool:
        return self.is_of_stories or self.is_of_suggestions

    @property
    def is_of_stories(self) -> bool:
        by_score = self.score_published or self.score_withdrawn
        return bool(self.decided or self.published or self.withdrawn or by_score)

    @property
    def is_of_suggestions(self) -> bool:
        return bool(self.compared or self.accepted or self.refused)


@dataclass(frozen=True)
class Numbers:
    """`mean` is how many articles are decided on in an hour in which any are; `waits` counts by the
    bands of WAITS and beyond; `median_wait` is in seconds, None without any decision."""

    hours: list[Hour]
    mean: float
    waits: list[int]
    median_wait: int | None
    sources: list[Overruled]
    topics: list[Overruled]
    intake: list[Intake]
    waiting: int
    scores: list[Band]
    month: Month | None = None  # of days that were counted before there was one

    def as_values(self) -> Any:
        return asdict(self)


def numbers_of(values: Any) -> Numbers:
    """Read what `as_values` wrote."""
    return Numbers(
        hours=[Hour(**one) for one in values["hours"]],
        mean=values["mean"],
        waits=values["waits"],
        median_wait=values["median_wait"],
        sources=[Overruled(**one) for one in values["sources"]],
        topics=[Overruled(**one) for one in values["topics"]],
        intake=[Intake(**one) for one in values["intake"]],
        waiting=values["waiting"],
        scores=[Band(**one) for one in values["scores"]],
        month=month_of(values),
    )


def month_of(values: Any) -> Month | None:
    found = values.get("month")
    return Month(**found) if found else None


def wait_band(seconds: int) -> int:
    return sum(seconds >= limit for limit in WAITS)
