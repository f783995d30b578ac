"""Days and moments, and how long something took or is ago."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEK = timedelta(days=6)  # within it, the name of a weekday means one day only
TOLERANCE = timedelta(minutes=5)  # clocks elsewhere may be that much fast

MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def midnight(day: date) -> datetime:
    """Return when the day begins, in UTC."""
    return datetime.combine(day, time.min, UTC)


def last_days(number: int, day: date) -> list[date]:
    """Return so many days that end with this one, oldest first."""
    return [day - timedelta(days=ago) for ago in reversed(range(number))]


def is_ahead(moment: datetime) -> bool:
    """Return whether a story of that time has to wait; as `models.lookups.Soon` asks of rows."""
    return moment > datetime.now(UTC) + TOLERANCE


def on_date(moment: datetime, now: datetime) -> str:
    """Say a moment, for a sentence about what is to come: "4 Dec 09:00", "1 Jan 2031 00:00"."""
    moment = moment.astimezone(UTC)
    return f"{on_day(moment.date(), now.date())} {moment:%H:%M}"


def on_day(day: date, today: date) -> str:
    return short_date(day) + ("" if day.year == today.year else f" {day.year}")


def short_date(day: date) -> str:
    """Name a day where its year is clear: "4 Dec"."""
    return f"{day.day} {day:%b}"


def long_date(day: date) -> str:
    """Name a day in a sentence: "4 December 2026"."""
    return f"{day.day} {day:%B %Y}"


def in_full(moment: datetime) -> str:
    """Say a moment so that nobody has to ask: "4 December 2026, 09:00 UTC"."""
    moment = moment.astimezone(UTC)
    return f"{long_date(moment)}, {moment:%H:%M} UTC"


def long_day(moment: datetime, now: datetime) -> str:
    """Name the day of a moment in a sentence, in UTC: "4 December", "1 January 2031"."""
    day = day_of(moment)
    return f"{day.day} {day:%B}" if day.year == day_of(now).year else long_date(day)


def iso(moment: datetime) -> str:
    """Write it for programs. To the second: HTML knows three digits of one, a moment has six."""
    return moment.isoformat(timespec="seconds")


def ago(moment: datetime | None) -> str:
    """Say when, for a sentence: "2 hours ago", "Wednesday, 18:40", "5 May 2022". All in UTC."""
    if moment is None:
        return ""
    span = _passed(moment, datetime.now(UTC))
    if timedelta(0) <= span < MINUTE:
        return "just now"
    if MINUTE <= span < HOUR:
        return _many(span // MINUTE, "minute")
    if HOUR <= span < DAY:
        return _many(span // HOUR, "hour")
    return f"{moment:%A, %H:%M}" if DAY <= span < WEEK else long_date(moment)


def age(moment: datetime | None) -> str:
    """Say when, for a narrow column: "12 min", "2 h", "3 d", "5 May", "5 May 2022"."""
    if moment is None:
        return ""
    now = datetime.now(UTC)
    span = _passed(moment, now)
    if timedelta(0) <= span < HOUR:
        return f"{span // MINUTE} min"
    if HOUR <= span < DAY:
        return f"{span // HOUR} h"
    if DAY <= span < WEEK:
        return f"{span // DAY} d"
    return on_day(moment, now)


def since(moment: datetime, now: datetime) -> str:
    """Say how long ago, in one unit: "just now", "5 min ago", "2 h ago", "3 d ago"."""
    passed = now - moment
    for unit, length in (("d", DAY), ("h", HOUR), ("min", MINUTE)):
        if passed >= length:
            return f"{passed // length} {unit} ago"
    return "just now"


def duration(seconds: int) -> str:
    """Say how long something takes: "1 second", "90 seconds", "3 minutes", "2 hours"."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{round(seconds / size)} {unit}s"
    return "1 second" if seconds <= 1 else f"{seconds} seconds"


def bands(limits: Sequence[int]) -> list[str]:
    """Name the spans between these seconds, shortest first: "under 5 min", "5–15 min", "more"."""
    between = [_span(low, high) for low, high in pairwise(limits)]
    return [f"under {wait(limits[0])}", *between, "more"]


def _span(low: int, high: int) -> str:
    start, end = wait(low), wait(high)
    unit = end.partition(" ")[2]
    return f"{start.removesuffix(f' {unit}')}–{end}"


def wait(seconds: int) -> str:
    """Say how long something took, in one unit: "40 s", "11 min", "5 h", "2 d"."""
    for unit, size in (("d", 48 * 3600), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // (24 * 3600 if unit == 'd' else size)} {unit}"
    return f"{seconds} s"


def parse_moment(text: str) -> datetime:
    """Read a day (its start) or a minute, in UTC. Raises ValueError that says how to write one."""
    try:
        if MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        pass  # such as the 31st of June
    raise ValueError(f"{text!r} is no date: write 2026-11-01, or 2026-11-01T12:00 (UTC)")


def _passed(moment: datetime, now: datetime) -> timedelta:
    span = now - moment
    return timedelta(0) if -TOLERANCE <= span < timedelta(0) else span


def _many(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"
