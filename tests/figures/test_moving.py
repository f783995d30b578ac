"""Which stories move: counted in the background."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.figures import counting, moving
from articles.models import MovingStory, Review
from articles.times import MINUTE
from tests.factories import make_link
from tests.judgement.stories import came, folded, story
from tests.queries import plan, queries, writes

pytestmark = pytest.mark.django_db


def counted():
    moving.refresh(timezone.now())
    rows = MovingStory.objects.select_related("lead")
    return [(one.lead, one.came, one.hours) for one in rows]


def test_two_sources_within_the_hour_move_a_story_most_first():
    few, many, one = story(10, 20), story(5, 10, 15), story(10)
    assert counted() == [(many, 3, 1), (few, 2, 1)]
    assert one.folded.count() == 1


def test_where_nothing_does_the_last_six_hours_count():
    story(10, 400)
    slow = story(10, 100, 200)
    assert counted() == [(slow, 3, 6)]
    fast = story(10, 20)
    assert counted() == [(fast, 2, 1)]


def test_what_seeds_fold_counts_as_well():
    lead = came(300)
    for minutes in (10, 20):
        make_link(lead, target=came(minutes, heat=-1))
    assert counted() == [(lead, 2, 1)]


def test_what_leads_no_story_of_its_own_does_not_move():
    story(10, 20, review=Review.REJECTED)
    for minutes in (10, 20):
        make_link(came(300, heat=-1), target=came(minutes, heat=-1))
    came(10, heat=-1)  # folded into what is not here
    assert counted() == []


def test_an_archive_does_not_move():
    years_ago = timezone.now() - timedelta(days=900)
    lead = came(10, published_at=years_ago)
    for minutes in (8, 9):
        folded(lead, minutes, published_at=years_ago)
    assert counted() == []


def test_it_ends_when_too_few_are_left():
    story(10, 20, 30)
    counted()
    left = MovingStory.objects.get().until - timezone.now()
    assert 39 * MINUTE < left < 41 * MINUTE  # the second newest is 20 minutes old


def test_a_page_of_stories_is_kept(monkeypatch):
    monkeypatch.setattr(moving, "MOST", 2)
    for _ in range(3):
        story(10, 20)
    assert len(counted()) == 2


def test_the_same_again_writes_nothing():
    story(10, 20)
    counted()
    assert writes(counted) == []
    folded(MovingStory.objects.get().lead, 5)
    assert [came for _, came, _ in counted()] == [3]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
def test_what_came_is_found_along_an_index():
    steps = [
        step for sql in queries(lambda: moving._moving(timezone.now(), 1)) for step in plan(sql)
    ]
    assert any("INDEX article_queue (decided=? AND place=? AND imported_at>?)" in s for s in steps)
    story(10, 20)
    asked = queries(lambda: moving._moving(timezone.now(), 1))
    assert [step for sql in asked for step in plan(sql) if step.startswith("SCAN articles_")] == []


def test_more_stories_take_no_more_queries():
    story(10, 20)
    for _ in range(3):
        story()
    taken = len(queries(counted))
    for _ in range(5):
        story(10, 20, 30)
        story(1000, 2000)
    assert len(queries(counted)) == taken


def test_is_counted_with_all_else():
    lead = story(10, 20)
    counting.count(timezone.now())
    assert MovingStory.objects.get().lead == lead
