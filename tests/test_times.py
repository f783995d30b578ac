from datetime import UTC, datetime, timedelta

import pytest

from articles import times

NOW = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


class Frozen(datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


@pytest.fixture(autouse=True)
def frozen(monkeypatch):
    monkeypatch.setattr(times, "datetime", Frozen)


@pytest.mark.parametrize(
    ("span", "ago", "age"),
    [
        (timedelta(seconds=5), "just now", "0 min"),
        (timedelta(minutes=1), "1 minute ago", "1 min"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago", "59 min"),
        (timedelta(hours=1), "1 hour ago", "1 h"),
        (timedelta(hours=23, minutes=59), "23 hours ago", "23 h"),
        (timedelta(days=1), "Thursday, 18:30", "1 d"),
        (timedelta(days=5, hours=23), "Saturday, 19:30", "5 d"),
        (timedelta(days=6), "14 November 2026", "14 Nov"),
        (timedelta(days=700), "20 December 2024", "20 Dec 2024"),
        (-timedelta(days=2), "22 November 2026", "22 Nov"),
    ],
)
def test_times(span, ago, age):
    assert times.ago(NOW - span) == ago
    assert times.age(NOW - span) == age


def test_no_time_no_words():
    assert times.ago(None) == times.age(None) == ""
