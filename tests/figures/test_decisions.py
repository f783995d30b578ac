from datetime import timedelta

import pytest

from articles.actions import articles
from articles.figures import decisions
from articles.models import Decision, State, StateBy
from tests.factories import NOON, make_article, make_topic
from tests.figures.decided import decide

pytestmark = pytest.mark.django_db

SINCE = NOON - timedelta(days=30)
HELD = State.UNPUBLISHED


def refreshed():
    decisions.refresh(SINCE)
    return Decision.objects.all()


def test_notes_who_decided_when_and_how_soon(alice):
    decide("agree", alice, NOON, arrived=NOON - timedelta(hours=2))
    (one,) = refreshed()
    assert (one.at, one.by, one.waited, one.against) == (NOON, alice, 7200, "")


@pytest.mark.parametrize(
    ("action", "fields", "against"),
    [
        ("agree", {}, ""),
        ("agree", {"state": HELD}, ""),
        ("publish", {"state": HELD}, "published"),
        ("unpublish", {}, "held"),
        ("reject", {}, "held"),
        ("reject", {"state": HELD}, ""),
        (90, {"quality": 60, "state": HELD}, "published"),
        (60, {"quality": 90}, "held"),
        ("unpublish", {"state": State.UNSET}, "held"),
        ("publish", {"quality": 90, "state": HELD, "state_by": StateBy.IMPORT}, ""),
        ("publish", {"quality": 20, "state": HELD, "state_by": StateBy.IMPORT}, "published"),
        ("agree", {"quality": 90, "state": HELD, "state_by": StateBy.IMPORT}, "held"),
    ],
)
def test_says_what_went_against_the_machine(alice, action, fields, against):
    decide(action, alice, NOON, **fields)
    assert refreshed().get().against == against


def test_keeps_the_scores_of_machine_and_people_apart(alice):
    row = decide(90, alice, NOON, quality=60)
    articles.score(article=row, by=alice, version=row.version, quality=95)
    one = refreshed().get()
    assert (one.machine_score, one.score) == (60, 95)


def test_the_machines_word_is_what_people_found_first(alice):
    row = decide("unpublish", alice, NOON)
    articles.publish(article=row, by=alice, version=row.version)
    assert refreshed().get().against == ""


def test_what_was_taken_back_is_gone(alice):
    row = decide("publish", alice, NOON, state=HELD)
    assert refreshed().count() == 1
    articles.reopen(article=row, by=alice, version=row.version)
    assert not refreshed().exists()


def test_what_was_decided_anew_or_scored_is_brought_up_to_date(alice):
    row = decide("publish", alice, NOON, quality=60, state=HELD)
    refreshed()
    row = articles.score(article=row, by=alice, version=row.version, quality=62).row
    assert refreshed().get().score == 62
    articles.unpublish(article=row, by=alice, version=row.version)
    one = refreshed().get()
    assert (one.against, one.at > NOON) == ("", True)


def test_what_is_too_old_goes(alice):
    decide("publish", alice, NOON - timedelta(days=10))
    assert refreshed().count() == 1
    decisions.refresh(NOON)
    assert not Decision.objects.exists()


def test_twice_changes_nothing(alice, django_assert_num_queries):
    for _ in range(3):
        decide("publish", alice, NOON, state=HELD)
    make_article()
    before = list(refreshed().values())
    assert len(before) == 3
    with django_assert_num_queries(3):
        decisions.refresh(SINCE)
    assert list(Decision.objects.values()) == before


def test_goes_on_in_chunks(alice, monkeypatch):
    monkeypatch.setattr(decisions, "CHUNK", 2)
    for _ in range(5):
        decide("publish", alice, NOON)
    assert refreshed().count() == 5


def test_the_machines_score_is_held_against_the_articles_own_threshold(alice):
    held = {"quality": 65, "state": HELD, "state_by": StateBy.IMPORT}
    low, high = make_topic(threshold=60), make_topic(threshold=66)
    decide("publish", alice, NOON, topics=[low], **held)
    decide("publish", alice, NOON, topics=[high], **held)
    assert [one.against for one in refreshed().order_by("pk")] == ["", "published"]
