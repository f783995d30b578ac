"""Days and times ago, as people write them: `2026-11-20`, `2026-11`, `yesterday`, `since Monday`,
`7d`, `last 7 days`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

AGO = re.compile(r"(?:last )?(\d{1,5}) ?([hdw]|hours?|days?|weeks?)(?: ago)?")
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
UNITS = {"h": "hours", "d": "days", "w": "weeks"}
NAMED = {"today": 0, "yesterday": 1, "tomorrow": -1}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORDS = (*NAMED, *WEEKDAYS)


def moment(text: str, now: datetime) -> datetime:
    """Return when the day begins that is meant, or the moment so long ago; a weekday is the last
    one. Days are UTC's. Raises ValueError for what is neither."""
    text = " ".join(text.lower().removeprefix("since ").split())
    today = now.astimezone(UTC).date()
    try:
        if ago := AGO.fullmatch(text):
            return now - timedelta(**{UNITS[ago[2][0]]: int(ago[1])})
        return datetime.combine(_day(text, today), time.min, UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def _day(text: str, today: date) -> date:
    if text in NAMED:
        return today - timedelta(days=NAMED[text])
    if text in WEEKDAYS:
        return today - timedelta(days=(today.weekday() - WEEKDAYS.index(text)) % 7)
    written = DAY.fullmatch(text)
    if not written:
        raise ValueError(text)
    year, month, day = (int(part or 1) for part in written.groups())
    return date(year, month, day)
