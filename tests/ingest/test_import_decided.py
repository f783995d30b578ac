"""Re-imports of what people have decided on: a state that followed from a score is ours."""

import pytest

from articles.actions import articles
from articles.history.undo import undo_events
from articles.models import Conflict, Event, StateBy
from tests.ingest.batches import PATH, bring_in, counted, seed, write
from tests.ingest.one_article import decide, the_article

pytestmark = pytest.mark.django_db

HELD_59 = {"quality": 59, "published": False}


@pytest.fixture
def again(tmp_path):
    """Import a seed under the usual path; returns the report."""

    def again(hold=False, **fields):
        return bring_in(write(tmp_path, {PATH: seed(**fields)}), hold=hold)

    return again


def standing():
    article = the_article()
    return article.quality, article.state, article.state_by


def questions():
    return {row.field for row in Conflict.objects.all()}


def test_a_new_article_has_its_seeds_state_whatever_the_rule_says(again):
    again(quality=90, published=False)
    assert standing() == (90, "unpublished", StateBy.SEED)


def test_until_somebody_decides_the_state_follows_the_seed(again):
    again(quality=90, published=False)
    again(quality=90, published=True)
    assert standing() == (90, "published", StateBy.SEED)


def test_the_same_seed_leaves_score_and_state(again, alice):
    again(**HELD_59)
    decide(articles.score, alice, quality=90)
    assert counted(again(**HELD_59)) == {"unchanged": 1}
    again(title="New", **HELD_59)
    assert standing() == (90, "published", StateBy.RULE)
    assert questions() == set()


def test_another_score_of_the_seed_is_a_question_the_state_stays(again, alice):
    again(**HELD_59)
    decide(articles.score, alice, quality=90)
    again(quality=40, published=False)
    assert standing() == (90, "published", StateBy.RULE)
    assert questions() == {"quality"}


def test_another_state_of_the_seed_is_a_question(again, alice):
    again(quality=80, published=True)
    decide(articles.score, alice, quality=90)  # the state stays published, and is ours now
    again(quality=80, published=False)
    assert standing() == (90, "published", StateBy.RULE)
    assert questions() == {"state"}


def test_what_somebody_agreed_to_is_ours(again, alice):
    again(quality=80, published=None)
    decide(articles.agree, alice)
    again(quality=80, published=False)
    assert standing() == (80, "unset", StateBy.PERSON)
    assert questions() == {"state"}


def test_an_import_that_holds_says_so(again):
    again(hold=True, quality=90, published=True)
    assert standing() == (90, "unpublished", StateBy.IMPORT)


def test_held_on_import_it_stays_whatever_comes_later(again):
    again(hold=True, quality=90, published=True)
    again(quality=90, published=True, title="New")
    assert standing() == (90, "unpublished", StateBy.IMPORT)


def test_held_on_import_a_score_is_enough(again, alice):
    again(hold=True, quality=59, published=True)
    decide(articles.score, alice, quality=90)
    assert standing() == (90, "published", StateBy.RULE)


def test_a_state_that_the_seed_changes_is_the_seeds_and_goes_back(again, alice):
    again(hold=True, quality=59, published=False)
    again(quality=59, published=True)
    assert standing() == (59, "published", StateBy.SEED)
    event = the_article().events.first()
    undo_events(events=Event.objects.filter(pk=event.pk), by=alice, act=event.group)
    assert standing() == (59, "unpublished", StateBy.IMPORT)


def test_a_decision_stands_when_the_import_before_it_is_undone(again, alice):
    again(quality=80, published=False)
    again(quality=80, published=True)
    event = the_article().events.first()
    decide(articles.agree, alice)
    undone = undo_events(events=Event.objects.filter(pk=event.pk), by=alice, act=event.group)
    assert standing() == (80, "published", StateBy.PERSON)
    assert "the decision has been changed since" in undone.skipped[0]
