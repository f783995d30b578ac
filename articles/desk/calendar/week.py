"""Seven days as a table: a column a day, a row for each part of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from articles.desk.calendar.planned import Entry
from articles.times import day_of, long_date, on_day

DAYS = 7
BANDS = ((0, 7), (7, 10), (10, 14), (14, 18), (18, 24))  # hours of a day


@dataclass(frozen=True, slots=True)
class Moment:
    """What happens of one kind in the same minute."""

    at: datetime
    entries: list[Entry]

    @property
    def first(self) -> Entry:
        return self.entries[0]

    @property
    def by(self) -> str:
        """Say whose plans these are: ", by Bram", "by Bram 3, Tove 1"."""
        people = Counter(entry.by for entry in self.entries if entry.by)
        if len(self.entries) == 1:
            return f", by {self.first.by}" if self.first.by else ""
        return (
            f"by {', '.join(f'{name} {n}' for name, n in people.most_common())}" if people else ""
        )


@dataclass(frozen=True, slots=True)
class Band:
    name: str
    cells: list[list[Moment]]


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    entries: list[Entry]


def days_from(start: date) -> list[date]:
    return [start + timedelta(days=n) for n in range(DAYS)]


def bands(start: date, entries: Sequence[Entry]) -> list[Band]:
    cells: defaultdict[tuple[date, int], list[Moment]] = defaultdict(list)
    for moment in moments(entries):
        cells[day_of(moment.at), _band_of(moment.at.hour)].append(moment)
    return [
        Band(f"{low:02}–{high:02}", [cells[day, place] for day in days_from(start)])
        for place, (low, high) in enumerate(BANDS)
    ]


def by_day(entries: Sequence[Entry]) -> list[Day]:
    days = groupby(entries, key=lambda entry: day_of(entry.at))
    return [Day(day, list(found)) for day, found in days]


def moments(entries: Sequence[Entry]) -> list[Moment]:
    found: dict[tuple[datetime, str], Moment] = {}
    for entry in entries:
        at = entry.at.replace(second=0, microsecond=0)
        found.setdefault((at, entry.kind), Moment(at, [])).entries.append(entry)
    return list(found.values())


def title(start: date) -> str:
    end = days_from(start)[-1]
    return f"{on_day(start, end) if start.year != end.year else _day(start)} to {long_date(end)}"


def summary(entries: Sequence[Entry]) -> str:
    """Say how much is planned, and when most goes public at once."""
    if not entries:
        return "Nothing is planned for these days."
    planned = f"{len(entries)} things are planned." if len(entries) > 1 else "One thing is planned."
    public = [moment for moment in moments(entries) if moment.first.kind == "publish"]
    most = max(public, key=lambda moment: len(moment.entries), default=None)
    if most is None or len(most.entries) == 1:
        return planned
    when = f"On {most.at:%A} at {most.at:%H:%M}"
    return f"{planned} {when} {len(most.entries)} articles go public at once."


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


def _band_of(hour: int) -> int:
    return next(place for place, (_, high) in enumerate(BANDS) if hour < high)
