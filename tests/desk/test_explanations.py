from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from articles.desk.queue.explanations import why
from articles.models import FOLDED, Article, ImportBatch, Review, State

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ALICE = User(username="alice", first_name="Alice")
DECIDED = {"decided_by": ALICE, "decided_at": NOW - timedelta(hours=2)}
LEAD = Article(pk=7, title="The lead &amp; its parts")
HOLD = {"batch": ImportBatch(hold=True)}
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
FOLDS = [
    ({"folded_into": LEAD, "heat": FOLDED}, "folded into “The lead & its parts” by the seed"),
    ({"folded_into": LEAD, "heat": 90}, "folded into “The lead & its parts” by an editor"),
    ({"heat": FOLDED}, "folded by the seed into a story that is not here"),
]


@pytest.mark.parametrize(("fields", "line"), BY_THE_SEED + BY_PEOPLE + FOLDS)
def test_says_what_decided(fields, line):
    article = Article(**{"quality": 82, "batch": ImportBatch(), **fields})
    assert why(article, [], 70, NOW) == line


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
    article = Article(quality=82, review=Review.REJECTED, **DECIDED)
    assert why(article, conflicts, 70, NOW) == line
