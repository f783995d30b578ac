from datetime import timedelta

import pytest
from django.utils import timezone

from articles.figures import days, decisions
from articles.figures.numbers import Band, Hour, Intake, Overruled, numbers_of
from articles.models import State
from tests.factories import NOON, make_article, make_provider, make_topic
from tests.figures.decided import decide

pytestmark = pytest.mark.django_db

DAY, TODAY = timedelta(days=1), NOON.date()
HELD = State.UNPUBLISHED


def counted(day=TODAY, until=NOON + timedelta(hours=6)):
    decisions.refresh(NOON - 30 * DAY)
    return days.count(day, until)


def test_decisions_by_hour_and_person(alice, bob):
    for by, minutes in ((alice, 0), (alice, 59), (bob, 30), (alice, 60), (bob, -24 * 60)):
        decide("agree", by, NOON + timedelta(minutes=minutes))
    numbers = counted()
    assert numbers.hours == [
        Hour(12, "alice", "Alice", 2),
        Hour(12, "bob", "Bob", 1),
        Hour(13, "alice", "Alice", 1),
    ]
    assert numbers.mean == 1  # an hour of the days before


def test_time_to_decision(alice):
    for minutes in (1, 4, 5, 20, 60 * 24 * 5):
        decide("agree", alice, NOON, arrived=NOON - timedelta(minutes=minutes))
    decide("agree", alice, NOON - 8 * DAY, arrived=NOON - 9 * DAY)
    numbers = counted()
    assert numbers.waits == [2, 1, 1, 0, 0, 0, 1]
    assert numbers.median_wait == 300


def test_against_the_machine_by_source_and_topic(alice):
    often, never = make_provider(name="Often &amp; more"), make_provider()
    topic = make_topic(name="Energy", slug="energy")
    for n in range(5):
        decide("unpublish" if n else "agree", alice, NOON, provider=often, topics=[topic])
        decide("agree", alice, NOON, provider=never)
    decide("publish", alice, NOON, provider=make_provider(), state=HELD)  # one says nothing
    numbers = counted()
    assert numbers.sources == [Overruled(often.domain, "Often & more", 5, 4, 0)]
    assert numbers.topics == [Overruled("energy", "Energy", 5, 4, 0)]


def test_what_came_and_what_of_it_waits():
    now = timezone.now()
    make_article(quality=95, published_at=NOON, imported_at=now)
    make_article(quality=95, published_at=NOON, imported_at=now - 90 * DAY)
    make_article(quality=95, published_at=NOON - DAY, imported_at=now)
    make_article(quality=95, published_at=NOON - 90 * DAY, imported_at=now)
    numbers = counted()
    assert numbers.intake[-2:] == [Intake("2026-11-19", 1, 1), Intake("2026-11-20", 2, 1)]
    assert (len(numbers.intake), numbers.waiting) == (20, 3)


def test_scores_by_what_readers_see():
    for quality, state in ((0, HELD), (69, HELD), (70, State.PUBLISHED), (79, HELD), (999, HELD)):
        make_article(published_at=NOON, quality=quality, state=state)
    make_article(published_at=NOON, quality=None)
    bands = {band.low: band for band in counted().scores}
    assert bands[0] == Band(0, 1, 0)
    assert bands[60] == Band(60, 1, 0)
    assert bands[70] == Band(70, 1, 1)
    assert bands[200] == Band(200, 1, 0)
    assert sum(band.held + band.public for band in bands.values()) == 5


def test_they_are_read_as_they_were_written(alice):
    make_article(published_at=NOON)
    for _ in range(5):
        decide("unpublish", alice, NOON, topics=[make_topic()])
    numbers = counted()
    assert numbers.hours
    assert numbers.sources
    assert numbers_of(numbers.as_values()) == numbers


def test_a_day_ends_with_the_day(alice):
    decide("agree", alice, NOON)
    decide("agree", alice, NOON + DAY)
    assert len(counted(until=NOON + 12 * timedelta(hours=1)).hours) == 1
