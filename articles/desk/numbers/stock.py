"""What there is: what came in of each day and what of it waits, and which scores it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from articles.desk import charts
from articles.desk.numbers.tables import Cell, Table, cell
from articles.figures.days import first_of
from articles.figures.numbers import BAND, HIGHEST, Band, Intake, Numbers
from articles.figures.sources import DAYS
from articles.times import DAY, midnight, short_date

LABEL_EVERY = 5  # days
LABELS = 50  # points of score


@dataclass(frozen=True, slots=True)
class IntakeChart:
    chart: charts.Columns
    finding: str
    table: Table


@dataclass(frozen=True, slots=True)
class ScoresChart:
    chart: charts.Columns
    threshold: float
    finding: str
    table: Table


def intake(numbers: Numbers, day: date, until: datetime) -> IntakeChart:
    last = len(numbers.intake) - 1
    is_running = until < midnight(day) + DAY
    columns = [
        charts.Column(
            one.came,
            min(one.waiting, one.came),
            _day_label(one, last - place),
            running=is_running and place == last,
        )
        for place, one in enumerate(numbers.intake)
    ]
    rows = [
        (
            _day_name(one),
            [
                cell(one.came, since=one.day, until=one.day),
                cell(one.waiting, queue="waiting", since=one.day, until=one.day),
            ],
        )
        for one in reversed(numbers.intake)
    ]
    return IntakeChart(
        charts.columns(columns),
        _intake_finding(numbers, running=is_running),
        Table(["Day", "Came", "Waiting"], rows),
    )


def _intake_finding(numbers: Numbers, *, running: bool) -> str:
    came = numbers.intake[-1].came
    older = numbers.waiting - sum(one.waiting for one in numbers.intake)
    said = f"{numbers.waiting:,} wait; {came:,} came {'today so far' if running else 'that day'}."
    return f"{said} {older:,} of those that wait are older." if older > 0 else said


def scores(numbers: Numbers, day: date, threshold: int) -> ScoresChart:
    since = first_of(day, DAYS).date()
    columns = [
        charts.Column(
            band.held + band.public, band.public, f"{band.low}" if band.low % LABELS == 0 else ""
        )
        for band in numbers.scores
    ]
    chart = charts.columns(columns)
    room = (100 - chart.left) / len(columns)
    place = chart.left + room * min(threshold / BAND, len(columns) - 1)
    rows = [(_band_name(band), _band_cells(band, since, day)) for band in numbers.scores]
    return ScoresChart(
        chart,
        round(place, 2),
        _scores_finding(numbers.scores, threshold),
        Table(["Score", "Readers see", "They do not"], [row for row in rows if _any(row[1])]),
    )


def _band_cells(band: Band, since: date, day: date) -> list[Cell]:
    own: dict[str, object] = {"at_least": band.low, "since": since, "until": day}
    if band.low < HIGHEST:
        own["at_most"] = band.low + BAND - 1
    return [cell(band.public, **own, readers="yes"), cell(band.held, **own, readers="no")]


def _scores_finding(found: Sequence[Band], threshold: int) -> str:
    all_of_them = sum(band.held + band.public for band in found)
    over = sum(band.held + band.public - band.own for band in found if band.low >= threshold)
    if not all_of_them:
        return "Nothing with a score came in these days."
    own = any(band.own for band in found)
    share = charts.share(over + sum(band.reach for band in found), all_of_them)
    whose = f"their threshold, {threshold} or a topic’s" if own else f"the threshold of {threshold}"
    return f"{share} % of {all_of_them:,} reach {whose}."


def _band_name(band: Band) -> str:
    return f"{band.low}–{band.low + BAND - 1}" if band.low < HIGHEST else f"{band.low} and more"


def _day_label(one: Intake, ago: int) -> str:
    return _day_name(one) if ago % LABEL_EVERY == 0 else ""


def _day_name(one: Intake) -> str:
    return short_date(date.fromisoformat(one.day))


def _any(cells: Sequence[Cell]) -> bool:
    return any(one.link for one in cells)
