from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.figures import counting
from articles.models import DayFigures, Decision, SourceFigures
from tests.factories import NOON, make_article
from tests.figures.decided import decide

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def days():
    return {str(one.day): str(one.until)[:16] for one in DayFigures.objects.all()}


def test_counts_everything(alice):
    decide("agree", alice, NOON - timedelta(hours=1))
    counting.count(NOON)
    assert Decision.objects.count() == SourceFigures.objects.count() == 1
    assert days() == {"2026-11-20": "2026-11-20 12:00"}


def test_the_same_day_goes_on(alice):
    counting.count(NOON)
    counting.count(NOON + timedelta(hours=1))
    assert days() == {"2026-11-20": "2026-11-20 13:00"}


def test_days_that_nobody_counted_are_made_up_for():
    counting.count(NOON)
    counting.count(NOON + 2 * DAY)
    assert days() == {
        "2026-11-20": "2026-11-21 00:00",
        "2026-11-21": "2026-11-22 00:00",
        "2026-11-22": "2026-11-22 12:00",
    }


def test_a_day_that_has_ended_stays():
    counting.count(NOON)
    counting.count(NOON + DAY)
    DayFigures.objects.filter(day=NOON.date()).update(values={"kept": True})
    counting.count(NOON + DAY + timedelta(hours=1))
    assert DayFigures.objects.get(day=NOON.date()).values == {"kept": True}


def test_old_days_are_forgotten():
    for passed in (0, 20, 40):
        counting.count(NOON + passed * DAY)
    assert len(days()) == counting.KEPT
    assert "2026-11-20" not in days()


def test_a_clock_set_back_breaks_nothing():
    counting.count(NOON)
    counting.count(NOON - 2 * DAY)
    assert days() == {"2026-11-20": "2026-11-20 12:00"}


def test_is_queued_when_it_is_due(queue):
    counting.enqueue_if_due()
    counting.enqueue_if_due()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(("minutes", "queued"), [(4, 0), (6, 1)])
def test_not_before(queue, minutes, queued):
    until = timezone.now() - timedelta(minutes=minutes)
    DayFigures.objects.create(day=until.date(), until=until, values={})
    counting.enqueue_if_due()
    assert DBTaskResult.objects.count() == queued


def test_the_task_counts():
    make_article()
    counting.count_figures.call()
    assert SourceFigures.objects.exists()
