"""An editor's answers to what seems to belong together."""

import pytest

from articles.actions.errors import Refused, Stale
from articles.actions.judgement import suggestions
from articles.history.undo import undo_act
from articles.judgement import indexing
from articles.judgement.suggestion import MODEL
from articles.models import Article, Event, Origin, Refusal
from tests.history.acts import last_event, last_sentence
from tests.judgement.news import QUARRY, near, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarry():
    return near(QUARRY)


@pytest.fixture
def other():
    return near("Iron battery fills the quarry", 3)


@pytest.fixture(autouse=True)
def indexed(quarry, other):
    indexing.index_all()


def pairs():
    return set(Refusal.objects.values_list("one", "other"))


def test_what_is_accepted_is_linked(alice, quarry, other):
    done = suggestions.accept(article=quarry, by=alice, version=1, other=other)
    link = done.row.links.get()
    assert (link.target, link.origin, done.row.version) == (other, Origin.SUGGESTION, 2)
    assert titles(quarry) == []


def test_the_history_says_why_it_was_suggested(alice, quarry, other):
    suggestions.accept(article=quarry, by=alice, version=1, other=other)
    assert last_sentence().startswith(
        "Alice linked to “Iron battery fills the quarry”: suggested, 3 h later: "
    )
    assert last_sentence().endswith(f", {MODEL})")


def test_what_is_accepted_without_a_reason_is_linked_all_the_same(alice, quarry):
    suggestions.accept(article=quarry, by=alice, version=1, other=near("Rain"))
    assert last_sentence() == "Alice linked to “Rain”"


def test_an_accepted_one_can_be_taken_back(alice, quarry, other):
    done = suggestions.accept(article=quarry, by=alice, version=1, other=other)
    undo_act(act=done.act, by=alice)
    assert not quarry.links.exists()
    assert titles(quarry) == [other.title]


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_refused_never_comes_back_on_either_side(alice, quarry, other, turned):
    one, two = (other, quarry) if turned else (quarry, other)
    done = suggestions.refuse(article=one, by=alice, version=1, other=two)
    assert pairs() == {(quarry.pk, other.pk)}
    assert done.row.version == 2
    assert titles(quarry) == titles(other) == []
    assert last_sentence().startswith(f"Alice said that “{two.title}” does not belong to it: ")


def test_a_refusal_can_be_undone_and_redone(alice, quarry, other):
    done = suggestions.refuse(article=quarry, by=alice, version=1, other=other)
    undone = undo_act(act=done.act, by=alice)
    assert (undone.done, pairs()) == (1, set())
    assert titles(quarry) == [other.title]
    assert last_sentence() == "Alice undid a change: the refused suggestions"
    undo_act(act=undone.act, by=alice)
    assert pairs() == {(quarry.pk, other.pk)}


def test_an_undo_leaves_later_refusals(alice, quarry, other):
    first = suggestions.refuse(article=quarry, by=alice, version=1, other=other)
    third = near("Quarry")
    suggestions.refuse(article=quarry, by=alice, version=2, other=third)
    undone = undo_act(act=first.act, by=alice)
    assert (undone.done, undone.skipped) == (1, [])
    assert pairs() == {(quarry.pk, third.pk)}


def test_an_undo_of_what_is_undone_already_does_nothing(alice, quarry, other):
    done = suggestions.refuse(article=quarry, by=alice, version=1, other=other)
    Refusal.objects.all().delete()
    assert undo_act(act=done.act, by=alice).done == 0


def test_refusing_twice_is_refusing_once(alice, quarry, other):
    suggestions.refuse(article=quarry, by=alice, version=1, other=other)
    done = suggestions.refuse(article=other, by=alice, version=1, other=quarry)
    assert done.act is None
    assert Event.objects.count() == 1


def test_nothing_is_refused_to_itself(alice, quarry):
    with pytest.raises(Refused, match="this article itself"):
        suggestions.refuse(article=quarry, by=alice, version=1, other=quarry)


@pytest.mark.parametrize("action", [suggestions.accept, suggestions.refuse])
def test_a_stale_version_changes_nothing(alice, quarry, other, action):
    Article.objects.filter(pk=quarry.pk).update(version=5)
    with pytest.raises(Stale):
        action(article=quarry, by=alice, version=1, other=other)
    assert pairs() == set()
    assert not quarry.links.exists()


def test_both_belong_to_one_act_where_it_is_named(alice, quarry, other):
    done = suggestions.refuse(article=quarry, by=alice, version=1, other=other)
    again = suggestions.accept(
        article=quarry, by=alice, version=2, other=near("Rain"), group=done.act
    )
    assert again.act == last_event().group == done.act
