from datetime import timedelta

import pytest
from django.utils import timezone

from articles import wording
from articles.models import FOLDED, Article, Review, State
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
