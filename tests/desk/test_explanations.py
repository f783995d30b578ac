from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import wording
from articles.desk.queue.explanations import Standing, explain
from articles.models import FOLDED, Review, State

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DECIDED = {"decided_by": "Alice", "decided_at": NOW - timedelta(hours=2)}
FOLD = {"is_folded": True, "lead": "The lead & its parts"}
HOLD = {"hold": True}
PUBLISHED, HELD, UNSET = State.PUBLISHED, State.UNPUBLISHED, State.UNSET

BY_THE_SEED = [
    ({"quality": 82, "state": PUBLISHED}, "82 ≥ 70: published by the rule"),
    ({"quality": 70, "state": PUBLISHED}, "70 ≥ 70: published by the rule"),
    ({"quality": 66, "state": HELD}, "66 < 70: held by the rule"),
    ({"quality": 82, "state": HELD}, "82 ≥ 70, but held by the seed"),
    (
        {"quality": 82, "state": HELD, **HOLD},
        "82 ≥ 70, but held on import, for an editor to decide",
    ),
    ({"quality": 66, "state": PUBLISHED}, "66 < 70, but published by the seed"),
    ({"quality": 66, "state": UNSET}, "66 < 70, the seed does not say: readers see it"),
    ({"quality": None, "state": UNSET}, "no score in the seed: readers see it"),
    ({"quality": None, "state": HELD}, "no score in the seed, and held by the seed"),
]
BY_PEOPLE = [
    ({"state": HELD, **DECIDED}, "held by Alice, 2 h ago"),
    ({"state": PUBLISHED, **DECIDED}, "published by Alice, 2 h ago"),
    ({"state": UNSET, **DECIDED}, "reviewed by Alice, 2 h ago"),
    ({"review": Review.REJECTED, "state": PUBLISHED, **DECIDED}, "rejected by Alice, 2 h ago"),
    ({"state": HELD, "decided_at": NOW}, "held by an editor, just now"),
]
COMING = timezone.now().replace(month=12, day=12, hour=9, minute=0) + timedelta(days=365)
UNTIL = f"waits until 12 Dec {COMING.year} 09:00; "
AHEAD = [
    ({"state": PUBLISHED, **DECIDED}, f"{UNTIL}published by Alice, 2 h ago"),
    ({"quality": 82, "state": PUBLISHED}, f"{UNTIL}82 ≥ 70: published by the rule"),
    ({"quality": 66, "state": HELD}, "66 < 70: held by the rule"),
    ({"review": Review.REJECTED, **DECIDED}, "rejected by Alice, 2 h ago"),
]
FOLDS = [
    ({**FOLD, "heat": FOLDED}, "folded into “The lead & its parts” by the seed"),
    ({**FOLD, "heat": 90}, "folded into “The lead & its parts” by an editor"),
    ({"is_folded": True, "heat": FOLDED}, "folded by the seed into a story that is not here"),
]


def standing(**fields):
    usual = {"state": UNSET, "review": Review.UNREVIEWED, "quality": 82, "heat": None}
    nobody = {"decided_at": None, "decided_by": "", "hold": False, "conflicts": []}
    return Standing(
        **{**usual, **nobody, "is_folded": False, "lead": None, "published_at": NOW, **fields}
    )


@pytest.mark.parametrize(("fields", "line"), BY_THE_SEED + BY_PEOPLE + FOLDS)
def test_says_what_decided(fields, line):
    assert explain(standing(**fields), 70, NOW) == line


@pytest.mark.parametrize(("fields", "line"), AHEAD)
def test_says_until_when_it_waits(fields, line):
    assert explain(standing(published_at=COMING, **fields), 70, NOW) == line


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "published"),
        ({"quality": None}, "unscored"),
        ({"quality": None, "state": HELD}, "held"),
        ({"state": HELD, **FOLD}, "folded"),
        ({"review": Review.REJECTED, **FOLD}, "rejected"),
        ({"review": Review.REJECTED, "conflicts": ["title"]}, "conflict"),
    ],
)
def test_what_needs_a_person_comes_first(fields, status):
    article = standing(**fields)
    assert wording.status(article, in_conflict=bool(article.conflicts)) == status


@pytest.mark.parametrize(
    ("conflicts", "line"),
    [
        (["title"], "the seed changed the title after an editor did: pick one"),
        (["quality"], "the seed changed the score after an editor did: pick one"),
        (
            ["state", "title"],
            "the seed changed the state and the title after an editor did: pick one",
        ),
    ],
)
def test_a_conflict_comes_before_all_else(conflicts, line):
    article = standing(review=Review.REJECTED, conflicts=conflicts, **DECIDED)
    assert explain(article, 70, NOW) == line
