from datetime import timedelta

import pytest

from articles.figures import decisions, sources
from articles.models import SourceFigures, State
from articles.models.figures.source import Attention
from tests.factories import NOON, make_article, make_provider
from tests.figures.decided import decide

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def send(provider, *ago, count=1, **fields):
    for days in ago:
        for _ in range(count):
            make_article(provider=provider, published_at=NOON - days * DAY, **fields)


def counted(provider, now=NOON):
    sources.refresh(now)
    return SourceFigures.objects.get(pk=provider.pk)


def test_counts_stories_by_their_day_and_what_readers_see_of_them():
    provider = make_provider()
    send(provider, 0, 1, 1, 40)
    send(provider, 1, state=State.UNPUBLISHED)
    figures = counted(provider)
    assert figures.days[-3:] == [[0, 0], [3, 2], [1, 1]]
    assert (len(figures.days), figures.came, figures.public) == (30, 4, 3)
    assert figures.newest_at == NOON


def test_a_source_without_stories_has_figures_too():
    figures = counted(make_provider())
    assert (figures.came, figures.newest_at, figures.usual) == (0, None, 0)


def test_a_story_dated_ahead_is_not_the_newest():
    provider = make_provider()
    send(provider, 3, -2)
    assert counted(provider).newest_at == NOON - 3 * DAY


def test_notices_silence():
    provider = make_provider()
    send(provider, *range(6, 20), count=3)
    figures = counted(provider)
    assert (figures.attention, figures.usual) == (Attention.SILENT, 3)
    send(provider, 0)
    assert counted(provider).attention == Attention.NONE


@pytest.mark.parametrize(
    ("usual", "days", "silent"),
    [(9, 1.9, False), (9, 2, True), (1, 4, False), (1, 5, True), (0.2, 24, False), (0, 99, False)],
)
def test_the_rarer_it_sends_the_longer_it_may_be_silent(usual, days, silent):
    assert sources.is_silent(usual, days * DAY) == silent


@pytest.mark.parametrize(
    ("counts", "usual"),
    [
        ([0] * 30, 0),
        ([0] * 28 + [4, 9], 0),  # four are not enough, and today counts for nothing
        ([0] * 19 + [2] * 10 + [0], 2),
        ([0] * 28 + [7, 0], 1),  # a week at least
    ],
)
def test_what_is_usual(counts, usual):
    assert sources.usual_of(counts) == usual


def test_notices_what_is_louder_than_usual():
    provider = make_provider()
    send(provider, *range(2, 20))
    assert counted(provider).attention == Attention.NONE
    send(provider, 1, count=12)
    assert counted(provider).attention == Attention.LOUD


def test_counts_decisions_and_the_median_of_scores(alice):
    provider = make_provider()
    for machine, ours in ((60, 80), (70, 90), (80, 100)):
        decide(ours, alice, NOON, provider=provider, quality=machine, published_at=NOON)
    decide("unpublish", alice, NOON, provider=provider, quality=None, published_at=NOON)
    decisions.refresh(NOON - 30 * DAY)
    figures = counted(provider)
    assert (figures.decided, figures.held, figures.published) == (4, 1, 0)
    assert (figures.machine_score, figures.score) == (70, 90)


def test_twice_writes_nothing(django_assert_num_queries):
    for _ in range(3):
        send(make_provider(), 1, 2)
    sources.refresh(NOON)
    with django_assert_num_queries(4):
        sources.refresh(NOON)
