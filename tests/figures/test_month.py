"""What readers are told of thirty days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.actions import articles, links
from articles.actions.judgement import suggestions
from articles.figures import counting, decisions, month
from articles.figures.numbers import month_of
from articles.history.undo import undo_act
from articles.judgement import indexing
from articles.models import DayFigures, Event, ScoreComparison, ScoreModel, State, StateBy
from articles.times import DAY, day_of
from tests.factories import NOON, make_article
from tests.figures.decided import decide
from tests.judgement.news import QUARRY, near

pytestmark = pytest.mark.django_db

HELD = State.UNPUBLISHED


def counted():
    now = timezone.now() + timedelta(seconds=1)
    decisions.refresh(now - 40 * DAY)
    return month.count(day_of(now), now)


def hour_ago():
    return timezone.now() - timedelta(hours=1)


def test_what_people_published_and_withdrew(alice):
    decide("publish", alice, hour_ago(), state=HELD)
    decide("agree", alice, hour_ago())
    decide("unpublish", alice, hour_ago(), first_published_at=NOON)
    decide("unpublish", alice, hour_ago())  # readers have never seen it
    decide("publish", alice, hour_ago() - 35 * DAY, state=HELD)
    found = counted()
    assert (found.decided, found.published, found.withdrawn) == (4, 2, 1)
    assert found.agreed == 1


def test_what_the_score_published_and_withdrew(alice):
    make_article()
    make_article(state=HELD, first_published_at=NOON)
    make_article(state=HELD, first_published_at=NOON, state_by=StateBy.IMPORT)
    make_article(state=HELD)
    make_article(quality=None)
    make_article(imported_at=timezone.now() - 35 * DAY)
    make_article(heat=-1)
    decide("publish", alice, hour_ago())
    found = counted()
    assert (found.score_published, found.score_withdrawn) == (1, 1)


def compare(by, *errors):
    """Scores of articles for which others were suggested, so far off."""
    model = ScoreModel.objects.create(
        learned_at=NOON, examples=30, base=50, effects=[], errors={"": 5}
    )
    for error in errors:
        article = make_article()
        done = articles.score(article=article, by=by, version=1, quality=50 + error)
        ScoreComparison.objects.create(
            event=Event.objects.get(group=done.act),
            provider=article.provider,
            model=model,
            score=50,
            usually_within=5,
            given=50 + error,
        )


def test_how_near_suggested_scores_were(alice):
    compare(alice, 44, 45)
    Event.objects.update(undone=True)
    compare(alice, 46)
    Event.objects.filter(undone=False).update(at=hour_ago() - 35 * DAY)
    compare(alice, 1, 2, 3, -4, 25)
    found = counted()
    assert (found.compared, found.close, found.usually_within) == (5, 4, 25)


def test_which_suggestions_were_taken(alice):
    quarry = near(QUARRY)
    taken, undone, refused = (near("Iron battery fills the quarry", n) for n in (1, 2, 3))
    indexing.index_all()
    suggestions.accept(article=quarry, by=alice, version=1, other=taken)
    act = suggestions.accept(article=quarry, by=alice, version=2, other=undone).act
    undo_act(act=act, by=alice)
    suggestions.refuse(article=quarry, by=alice, version=4, other=refused)
    links.add(article=taken, by=alice, version=1, target=refused)
    found = counted()
    assert (found.accepted, found.refused) == (1, 1)


def test_is_kept_with_the_day(alice):
    decide("publish", alice, hour_ago(), state=HELD)
    now = timezone.now()
    counting.count(now)
    assert month_of(DayFigures.objects.get().values).published == 1


def test_days_counted_before_there_was_one_have_none():
    assert month_of({"mean": 1}) is None
