"""What people decided: how much in each hour, how soon, and where against the machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from articles.desk import charts
from articles.desk.numbers.tables import Cell, Table, cell
from articles.figures.days import WAIT_DAYS, first_of
from articles.figures.numbers import WAITS, Numbers, Overruled
from articles.figures.sources import DAYS
from articles.times import DAY, HOUR, bands, midnight, wait

WORKING = (8, 18)  # hours that the chart has at least


@dataclass(frozen=True, slots=True)
class HoursChart:
    chart: charts.Columns
    finding: str
    level: str
    table: Table
    decided: int
    people: int
    own: int


@dataclass(frozen=True, slots=True)
class WaitsChart:
    strips: list[charts.Strip]
    finding: str
    table: Table


@dataclass(frozen=True, slots=True)
class Pair:
    """A bar to either side of a stroke: what we held, and what we published."""

    name: str
    y: int
    held_x: float
    held: float
    published: float
    figure_x: float
    figure: str


@dataclass(frozen=True, slots=True)
class AgainstChart:
    pairs: list[Pair]
    finding: str
    table: Table
    stroke: float


def hours(numbers: Numbers, day: date, until: datetime, me: str) -> HoursChart:
    """Count by the hour; what `me` decided is drawn strong."""
    running = until.hour if until < midnight(day) + DAY else None
    shown = _hours_shown(numbers, running)
    whole = {hour: sum(one.count for one in numbers.hours if one.hour == hour) for hour in shown}
    own = {one.hour: one.count for one in numbers.hours if one.person == me}
    columns = [
        charts.Column(whole[hour], own.get(hour, 0), f"{hour:02}", running=hour == running)
        for hour in shown
    ]
    people = {one.person for one in numbers.hours}
    decided = sum(whole.values())
    return HoursChart(
        charts.columns(columns, level=numbers.mean or None),
        _busiest(whole, decided),
        f"mean of the past four weeks, {numbers.mean:g}",
        _table_of_hours(numbers, day, shown, me),
        decided,
        len(people),
        sum(own.values()),
    )


def _hours_shown(numbers: Numbers, running: int | None) -> list[int]:
    worked = [one.hour for one in numbers.hours] + ([] if running is None else [running])
    first, last = min([*worked, WORKING[0]]), max([*worked, WORKING[1]])
    return [*range(first, last + 1)]


def _busiest(whole: dict[int, int], decided: int) -> str:
    if not decided:
        return "Nobody has decided on anything yet."
    hour = max(whole, key=lambda hour: whole[hour])
    return f"{decided:,} decided, most from {hour:02}:00 on: {whole[hour]:,}."


def _table_of_hours(numbers: Numbers, day: date, shown: Sequence[int], me: str) -> Table:
    counts = {(one.person, one.hour): one.count for one in numbers.hours}
    names = {one.person: one.name for one in numbers.hours}
    order = sorted(names, key=lambda person: (person != me, names[person]))
    rows = [
        (
            "You" if person == me else names[person],
            [
                *(_in_hour(counts.get((person, hour), 0), day, hour, person) for hour in shown),
                _on_day(counts, day, person),
            ],
        )
        for person in order
    ]
    return Table(["Hour", *(f"{hour:02}" for hour in shown), "Sum"], rows)


def _in_hour(count: int, day: date, hour: int, person: str) -> Cell:
    start = midnight(day) + hour * HOUR
    return cell(count, by=person, decided_since=_moment(start), decided_until=_moment(start + HOUR))


def _on_day(counts: dict[tuple[str, int], int], day: date, person: str) -> Cell:
    total = sum(count for (who, _), count in counts.items() if who == person)
    return cell(total, by=person, decided_since=day, decided_until=day + DAY)


def waits(numbers: Numbers, day: date) -> WaitsChart:
    names = bands(WAITS)
    since = first_of(day, WAIT_DAYS).date()
    rows = [
        (name, [cell(count, waited=place, decided_since=since, decided_until=day + DAY)])
        for place, (name, count) in enumerate(zip(names, numbers.waits, strict=True))
    ]
    finding = "Nobody has decided on anything in these days."
    if numbers.median_wait is not None:
        finding = f"Half are decided within {wait(numbers.median_wait)} of their arrival."
    return WaitsChart(
        charts.strips([*zip(names, numbers.waits, strict=True)]),
        finding,
        Table(["From arrival to decision", "Articles"], rows),
    )


def against(found: Sequence[Overruled], day: date, name: str, parameter: str) -> AgainstChart:
    """Draw what was decided against the machine; `parameter` is the queue's filter for each row."""
    since = first_of(day, DAYS).date()
    most = max((max(one.held, one.published) / one.decided for one in found), default=1)
    stroke, room = 62.0, 24.0
    pairs = []
    for place, one in enumerate(found):
        held, published = (room * n / one.decided / most for n in (one.held, one.published))
        pairs.append(
            Pair(
                one.name if len(one.name) <= 20 else f"{one.name[:19].rstrip()}…",
                26 * place,
                round(stroke - held, 2),
                round(held, 2),
                round(published, 2),
                round(stroke + published + 1.5, 2),
                f"{charts.share(one.against, one.decided)} %",
            )
        )
    rows = [(one.name, _cells(one, since, day, parameter)) for one in found]
    head = [name, "Decided", "We held", "We published"]
    return AgainstChart(pairs, _most_against(found), Table(head, rows), stroke)


def _cells(one: Overruled, since: date, day: date, parameter: str) -> list[Cell]:
    own = {parameter: one.key, "decided_since": since, "decided_until": day + DAY}
    return [
        cell(one.decided, **own),
        cell(one.held, **own, against="held"),
        cell(one.published, **own, against="published"),
    ]


def _most_against(found: Sequence[Overruled]) -> str:
    if not found:
        return "Nothing was decided against the machine often enough to tell."
    held = max(found, key=lambda one: one.held / one.decided)
    published = max(found, key=lambda one: one.published / one.decided)
    parts = [f"Held most often: {held.name}"] if held.held else []
    parts += [f"Published most often: {published.name}"] if published.published else []
    return "".join(f"{part}. " for part in parts).strip()


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"
