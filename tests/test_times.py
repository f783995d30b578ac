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
        (-timedelta(minutes=4), "just now", "0 min"),
    ],
)
def test_times(span, ago, age):
    assert times.ago(NOW - span) == ago
    assert times.age(NOW - span) == age


def test_no_time_no_words():
    assert times.ago(None) == times.age(None) == ""


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=23), "23 h ago"),
        (timedelta(days=3, hours=5), "3 d ago"),
    ],
)
def test_since(passed, words):
    assert times.since(NOW - passed, NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 second"),
        (1, "1 second"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (7199, "120 minutes"),
        (7200, "2 hours"),
        (90_000, "25 hours"),
    ],
)
def test_durations(seconds, words):
    assert times.duration(seconds) == words


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-01T12:30", datetime(2026, 11, 1, 12, 30, tzinfo=UTC)),
    ],
)
def test_moments(text, when):
    assert times.parse_moment(text) == when


@pytest.mark.parametrize("text", ["", "yesterday", "01.11.2026", "2026-06-31", "2026-11-01T25:00"])
def test_what_is_no_moment(text):
    with pytest.raises(ValueError, match="write 2026-11-01, or 2026-11-01T12:00"):
        times.parse_moment(text)


@pytest.mark.parametrize(
    ("span", "ahead", "words"),
    [
        (timedelta(0), False, "20 Nov 18:30"),
        (timedelta(minutes=5), False, "20 Nov 18:35"),
        (timedelta(minutes=5, seconds=1), True, "20 Nov 18:35"),
        (timedelta(days=22, hours=-9.5), True, "12 Dec 09:00"),
        (timedelta(days=42), True, "1 Jan 2027 18:30"),
    ],
)
def test_a_time_to_come(span, ahead, words):
    assert times.is_ahead(NOW + span) == ahead
    assert times.on_date(NOW + span, NOW) == words


def test_bands_are_named_by_where_they_end():
    limits = (300, 900, 3600, 4 * 3600, 24 * 3600, 3 * 24 * 3600)
    assert times.bands(limits) == [
        *("under 5 min", "5–15 min", "15 min–1 h", "1–4 h", "4–24 h", "24 h–3 d", "more"),
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (7200, "2 h"), (200_000, "2 d")],
)
def test_waits(seconds, words):
    assert times.wait(seconds) == words
