from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles import wording
from articles.models import FOLDED, Article, Event, Review, State, StateBy
from tests.factories import NOON

HELD = {"state": State.UNPUBLISHED}
NEXT_YEAR = timezone.now() + timedelta(days=365)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("title", "title"),
        ("quality", "score"),
        ("short_name", "short name"),
        ("related", "related stories"),
        ("links", "related stories"),
    ],
)
def test_a_field_has_one_name(name, words):
    assert wording.field(name) == words


@pytest.mark.parametrize(
    ("fields", "in_conflict", "word"),
    [
        ({"quality": 80}, False, "Published"),
        ({"quality": None}, False, "Unscored"),
        ({"quality": None, "published_at": NEXT_YEAR}, False, "Waits"),
        ({"quality": 80, **HELD, "published_at": NEXT_YEAR}, False, "Held"),
        ({"quality": None, **HELD}, False, "Held"),
        ({"quality": 80, **HELD, "heat": FOLDED}, False, "Folded"),
        ({"quality": 80, "folded_into_id": 7}, False, "Folded"),
        ({"heat": FOLDED, "review": Review.REJECTED}, False, "Rejected"),
        ({"quality": 80, "review": Review.REJECTED}, True, "Conflict"),
    ],
)
def test_what_needs_a_person_is_told_first(fields, in_conflict, word):
    status = wording.status(Article(**{"published_at": NOON, **fields}), in_conflict=in_conflict)
    assert (status.word, f"{status}") == (word, word.lower())


def test_every_state_has_a_word():
    assert wording.STATES.keys() == set(State.values)
    assert wording.STATE_BY.keys() == set(StateBy.values)


@pytest.mark.parametrize(
    ("fields", "by", "words"),
    [
        ({"state": State.PUBLISHED}, StateBy.RULE, "published by the rule"),
        (HELD, StateBy.IMPORT, "held on import"),
        ({"state": State.UNSET}, StateBy.PERSON, "as it is and pinned"),
        ({**HELD, "review": Review.REJECTED}, StateBy.PERSON, "rejected and pinned"),
    ],
)
def test_says_by_whom_a_state_stands(fields, by, words):
    assert wording.stands_by(Article(**fields), by) == words


@pytest.mark.parametrize(
    ("title", "length", "shown"),
    [
        ("one two three", 13, "one two three"),
        ("one two three four", 15, "one two three…"),
        ("one two three four", 14, "one two three…"),
        ("one two three four", 13, "one two thre…"),
        ("one " + "x" * 20, 13, "one xxxxxxxx…"),
        ("one\ntwo", 13, "one two"),
    ],
)
def test_a_title_is_cut_between_words_where_one_ends_near(title, length, shown):
    assert wording.shortened(title, length) == shown


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("Ines", "Kord", "Ines Kord"), ("Ines", "", "Ines"), ("", "", "ines")],
)
def test_a_person_is_called_by_the_full_name_else_the_user_name(first, last, name):
    person = User(username="ines", first_name=first, last_name=last)
    assert wording.name_of(person) == name
    assert wording.who(Event(actor=person, actor_name="as it was")) == name


def test_who_is_gone_is_called_as_the_event_says():
    assert wording.who(Event(actor_name="Ines Kord")) == "Ines Kord"
    assert wording.who(Event()) == "Somebody"


def test_a_name_turns_nothing_around():
    assert wording.full_name("Erin", "\u202elive", "erin") == "Erin live"
    assert wording.full_name("", None, "erin") == "erin"


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (2000, "2,000 articles")],
)
def test_a_number_has_its_words(count, said):
    assert wording.counted(count, "article", "articles") == said
