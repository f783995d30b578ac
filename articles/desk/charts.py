"""Where the parts of a chart stand. Pure: from numbers to places, which `_charts.html` draws.

Places along a chart are per cent of its width, so that it fits any screen and its words keep their
size; heights are pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

LEFT = 6.0  # per cent for the figures of the lines across
FILLED = 0.68  # of a column's room, the rest is space
TOP, BELOW = 18, 22  # pixels for a number above a column, and for what it is called
STEPS = (1, 2, 5)
LINES = 4  # across a chart, at most


@dataclass(frozen=True, slots=True)
class Column:
    """`part` of the `whole` is drawn strong. What is `running` has not ended yet; without a `label`
    nothing stands below it."""

    whole: int
    part: int = 0
    label: str = ""
    running: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    column: Column
    x: float
    middle: float
    width: float
    y: float
    height: float
    part_y: float
    part_height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line across the chart, and what it stands for."""

    y: float
    figure: str


@dataclass(frozen=True, slots=True)
class Columns:
    bars: list[Bar]
    lines: list[Line]
    level: Line | None
    floor: float
    height: int
    left: float = LEFT


@dataclass(frozen=True, slots=True)
class Strip:
    """A bar that lies, from `x` on; `figure_x` is where its number stands."""

    label: str
    figure: str
    y: int
    x: float
    width: float
    figure_x: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Two scores against the threshold in the middle: the machine's and ours."""

    machine: float
    ours: float
    left: float
    width: float


def columns(values: Sequence[Column], height: int = 190, level: float | None = None) -> Columns:
    """Place columns side by side; `level` is drawn as a line across, such as a mean."""
    top = max([value.whole for value in values] + [level or 0])
    step = step_of(top)
    most = step * max(ceil(top / step), 1)  # a line, so that the highest column's end can be read
    floor = height - BELOW
    room = (100 - LEFT) / max(len(values), 1)

    def y(value: float) -> float:
        return round(floor - (floor - TOP) * value / most, 1)

    bars = [_bar(value, LEFT + room * place, room, y, floor) for place, value in enumerate(values)]
    lines = [Line(y(mark), f"{mark:,}") for mark in range(0, int(most) + 1, step)]
    return Columns(bars, lines, Line(y(level), f"{level:g}") if level else None, floor, height)


def step_of(top: float) -> int:
    """Return a round step that needs no more than LINES lines up to `top`."""
    size = 1
    while True:
        for step in STEPS:
            if step * size * LINES >= top:
                return step * size
        size *= 10


def strips(values: Sequence[tuple[str, int]], label: float = 24, gap: int = 26) -> list[Strip]:
    """Place bars that lie below each other; their labels take so many per cent."""
    most = max([count for _, count in values] + [1])
    room = 100 - label - 14  # of which the number behind the longest takes some
    widths = [round(room * count / most, 2) for _, count in values]
    return [
        Strip(name, f"{count:,}", gap * place, label + 2, width, round(label + 3.5 + width, 2))
        for place, ((name, count), width) in enumerate(zip(values, widths, strict=True))
    ]


def spark(counts: Sequence[int], height: int = 24) -> list[tuple[int, float, float]]:
    """Return the x, y and height of small columns, five pixels apart; what is 0 has a stub."""
    most = max([*counts, 1])
    heights = [max(round((height - 2) * count / most, 1), 1) for count in counts]
    return [(5 * place, round(height - tall, 1), tall) for place, tall in enumerate(heights)]


def scale(machine: int, ours: int, threshold: int, reach: int = 30) -> Scale:
    """Place two scores on a line of 100 that reaches so far below and above the threshold."""
    one, other = (
        _within(100 * (score - threshold + reach) / (2 * reach)) for score in (machine, ours)
    )
    return Scale(one, other, min(one, other), round(abs(one - other), 1))


def share(part: int, whole: int) -> int | None:
    """Return how many per cent that is, None of nothing."""
    return round(100 * part / whole) if whole else None


def _bar(column: Column, x: float, room: float, y: Callable[[float], float], floor: float) -> Bar:
    width = room * FILLED
    whole, part = y(column.whole), y(column.part)
    return Bar(
        column,
        round(x + (room - width) / 2, 2),
        round(x + room / 2, 2),
        round(width, 2),
        whole,
        round(floor - whole, 1),
        part,
        round(floor - part, 1),
    )


def _within(place: float) -> float:
    return round(min(max(place, 4), 96), 1)
