"""Where the articles of a story stand on its time line. Pure: from moments to places, which
`_timeline.html` draws.

Places along it are per cent of its width, heights are pixels, as in `articles.desk.charts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from articles.times import HOUR, day_of, midnight, short_date

LANE, TOP, BELOW = 38, 20, 22  # pixels: of a lane, above the first one, below the last one
EDGE = 3.0  # per cent at both ends, so that nothing is cut
NEAR = 9.0  # per cent within which two scores would stand on each other
MOST_LANES = 12
MOST_LINES = 8
STEPS = (1, 2, 3, 6, 12, 24, 48, 120)  # hours between two lines
RECENT = timedelta(hours=24)  # after its last article, a story still has a "now"
LEAD, MEMBER, SUGGESTED = "lead", "member", "suggested"


@dataclass(frozen=True, slots=True)
class Dot:
    """An article; `kind` is whether it leads the story, is part of it, or only seems to be."""

    at: datetime
    domain: str
    source: str
    score: int | None
    kind: str = MEMBER


@dataclass(frozen=True, slots=True)
class Place:
    """`figure` is the score, "" where there is no room for it or none; `before` tells on which side
    of the dot it stands."""

    x: float
    y: int
    kind: str
    figure: str
    before: bool


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    y: int
    leads: bool


@dataclass(frozen=True, slots=True)
class Line:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """`more` lanes have no room; `now` is None for a story that is over."""

    places: list[Place]
    lanes: list[Lane]
    lines: list[Line]
    now: Line | None
    more: int
    height: int
    floor: int
    top: int = TOP


def time_line(dots: Sequence[Dot], now: datetime) -> TimeLine:
    """Place the dots, of which there is one at least: a lane for each source, the lead's first."""
    ordered = sorted(dots, key=lambda dot: dot.at)
    domains = list(dict.fromkeys(dot.domain for dot in sorted(ordered, key=_is_led)))
    last = max(dot.at for dot in dots if dot.kind != SUGGESTED)
    is_recent = timedelta(0) <= now - last <= RECENT
    scale = _Scale(ordered[0].at, max(ordered[-1].at, now) if is_recent else ordered[-1].at)
    shown = domains[:MOST_LANES]
    lanes = [_lane(domain, place, ordered) for place, domain in enumerate(shown)]
    floor = TOP + LANE * len(lanes)
    return TimeLine(
        places=[
            place
            for lane, domain in zip(lanes, shown, strict=True)
            for place in _places([dot for dot in ordered if dot.domain == domain], lane, scale)
        ],
        lanes=lanes,
        lines=scale.lines(),
        now=Line(scale.x(now), f"now, {now.astimezone(UTC):%H:%M}") if is_recent else None,
        more=len(domains) - len(shown),
        height=floor + BELOW,
        floor=floor,
    )


class _Scale:
    def __init__(self, start: datetime, end: datetime) -> None:
        room = timedelta(0) if end > start else HOUR / 2
        self.start, self.end = start - room, end + room

    def x(self, moment: datetime) -> float:
        part = (moment - self.start) / (self.end - self.start)
        return round(EDGE + (100 - 2 * EDGE) * part, 2)

    def lines(self) -> list[Line]:
        """Return lines at round times, named by the day at midnight."""
        step = self._step()
        moment, found = midnight(day_of(self.start)), []
        while moment <= self.end:
            if moment >= self.start:
                is_day = moment == midnight(day_of(moment))
                label = short_date(day_of(moment)) if is_day else f"{moment:%H:%M}"
                found.append(Line(self.x(moment), label))
            moment += step
        return found

    def _step(self) -> timedelta:
        hours = (self.end - self.start) / HOUR
        fitting = (step for step in STEPS if hours / step <= MOST_LINES)
        return HOUR * next(fitting, 24 * (1 + int(hours / 24 / MOST_LINES)))


def _is_led(dot: Dot) -> bool:
    return dot.kind != LEAD


def _lane(domain: str, place: int, dots: Sequence[Dot]) -> Lane:
    own = [dot for dot in dots if dot.domain == domain]
    leads = any(dot.kind == LEAD for dot in own)
    return Lane(own[0].source, TOP + LANE * place + LANE - 12, leads)


def _places(dots: Sequence[Dot], lane: Lane, scale: _Scale) -> list[Place]:
    found: list[Place] = []
    for dot in dots:
        x = scale.x(dot.at)
        is_close = bool(found) and x - found[-1].x < NEAR
        figure = "" if dot.score is None or is_close else f"{dot.score:,}"
        found.append(Place(x, lane.y, dot.kind, figure, before=x > NEAR))
    return found
