from datetime import timedelta

import pytest
from django.http import QueryDict

from articles.figures import decisions
from articles.models import Article, Review, State
from articles.queue.filters import ArticleFilter
from tests.factories import NOON, make_article
from tests.figures.decided import decide

pytestmark = pytest.mark.django_db

HELD = State.UNPUBLISHED


def found(query):
    decisions.refresh(NOON - timedelta(days=30))
    return {article.title for article in ArticleFilter(QueryDict(query), Article.objects.all()).qs}


def form_of(query):
    return ArticleFilter(QueryDict(query), Article.objects.all())


def test_they_stand_behind_the_others():
    assert [*form_of("").form.fields][-1] == "waited"
    assert [*form_of("").form.fields][0] == "topic"


@pytest.mark.parametrize(("query", "titles"), [("yes", {"seen", "unset"}), ("no", {"held", "no"})])
def test_what_readers_see(query, titles):
    make_article(title="seen")
    make_article(title="unset", state=State.UNSET)
    make_article(title="held", state=HELD)
    make_article(title="no", review=Review.REJECTED)
    assert found(f"readers={query}") == titles


@pytest.fixture
def decided(alice, bob):
    decide("publish", alice, NOON, title="lifted", state=HELD, arrived=NOON)
    decide("unpublish", bob, NOON + timedelta(hours=1), title="held", arrived=NOON)
    decide("agree", bob, NOON + timedelta(days=1), title="agreed", arrived=NOON)
    make_article(title="undecided")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("by=bob", {"held", "agreed"}),
        ("by=nobody", set()),
        ("decided_since=2026-11-20T13:00", {"held", "agreed"}),
        ("decided_until=2026-11-20T13:00", {"lifted"}),
        ("decided_since=2026-11-20&decided_until=2026-11-21", {"lifted", "held"}),
        ("against=any", {"lifted", "held"}),
        ("against=held", {"held"}),
        ("against=published", {"lifted"}),
        ("waited=0", {"lifted"}),
        ("waited=3", {"held"}),
        ("waited=5", {"agreed"}),
        ("waited=6", set()),
    ],
)
def test_what_people_decided(decided, query, titles):
    assert found(query) == titles


@pytest.mark.parametrize(
    "query", ["decided_since=soon", "against=maybe", "waited=9", "readers=x", "by=" + "x" * 151]
)
def test_what_means_nothing_is_said(query):
    assert form_of(query).form.errors


def test_chips():
    chips = form_of("decided_since=2026-11-20T13:00&against=held&waited=0").active()
    assert [chip.label for chip in chips] == [
        "Decided from: 20 November 2026, 13:00",
        "Against the machine: We held",
        "Time to decide: under 5 min",
    ]
