from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import wording
from articles.desk.queue.explanations import Standing, explain, phrase
from articles.models import FOLDED, Review, State, StateBy

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DECIDED = {"decided_by": "Alice", "decided_at": NOW - timedelta(hours=2)}
FOLD = {"is_folded": True, "lead": "The lead & its parts"}
HOLD = {"state_by": StateBy.IMPORT, "state": State.UNPUBLISHED}
RULE = {"state_by": StateBy.RULE, **DECIDED}
PINNED = {"state_by": StateBy.PERSON, **DECIDED}
CHANGED = {"changed": True}
PUBLISHED, HELD, UNSET = State.PUBLISHED, State.UNPUBLISHED, State.UNSET

BY_THE_SEED = [
    ({"quality": 82, "state": PUBLISHED}, "82 ≥ 70: published by the rule"),
    ({"quality": 70, "state": PUBLISHED}, "70 ≥ 70: published by the rule"),
    ({"quality": 66, "state": HELD}, "66 < 70: held by the rule"),
    ({"quality": 82, "state": HELD}, "82 ≥ 70, but held by the seed"),
    ({"quality": 66, "state": PUBLISHED}, "66 < 70, but published by the seed"),
    ({"quality": 66, "state": UNSET}, "66 < 70, the seed does not say: readers see it"),
    ({"quality": None, "state": UNSET}, "no score in the seed: readers see it"),
    ({"quality": None, "state": HELD}, "no score in the seed, and held by the seed"),
]
BY_AN_IMPORT = [
    ({"quality": 82, **HOLD}, "82 ≥ 70, but held on import, for an editor to decide"),
    ({"quality": 66, **HOLD}, "66 < 70: held on import, for an editor to decide"),
    ({"quality": None, **HOLD}, "no score: held on import, for an editor to decide"),
    (
        {"quality": 82, **HOLD, "withdrawn": True},
        "82 ≥ 70, but withdrawn when its import was undone",
    ),
]
BY_THE_RULE = [
    (
        {"quality": 90, "state": PUBLISHED, **RULE},
        "90 ≥ 70: published by the rule, scored by Alice",
    ),
    ({"quality": 69, "state": HELD, **RULE}, "69 < 70: held by the rule, scored by Alice"),
    ({"quality": 0, "state": HELD, **RULE}, "0 < 70: held by the rule, scored by Alice"),
    ({"quality": None, "state": HELD, **RULE}, "no score: held by the rule, Alice took it off"),
    (
        {"quality": 65, "state": PUBLISHED, **RULE},
        "65 < 70 now, but published by the rule as it was, scored by Alice",
    ),
    (
        {"quality": 90, "state": PUBLISHED, **RULE, **CHANGED},
        "90 ≥ 70: published by the rule, scored by Alice; the seed changed since",
    ),
]
BY_PEOPLE = [
    ({"state": HELD, **PINNED}, "held by Alice, 2 h ago"),
    ({"state": PUBLISHED, "quality": 5, **PINNED}, "published by Alice, 2 h ago"),
    (
        {"state": UNSET, **PINNED},
        "left as it is by Alice, 2 h ago: the seed does not say, readers see it",
    ),
    ({"review": Review.REJECTED, "state": PUBLISHED, **PINNED}, "rejected by Alice, 2 h ago"),
    ({"state": HELD, **PINNED, "decided_by": "", "decided_at": NOW}, "held by an editor, just now"),
    ({"state": HELD, **PINNED, **CHANGED}, "held by Alice, 2 h ago; the seed changed since"),
    (
        {"state": HELD, "quality": 82, **DECIDED},
        "82 ≥ 70, but held by the seed, reviewed by Alice, 2 h ago",
    ),
]
COMING = timezone.now().replace(month=12, day=12, hour=9, minute=0) + timedelta(days=365)
UNTIL = f"waits until 12 Dec {COMING.year} 09:00; "
AHEAD = [
    ({"state": PUBLISHED, **PINNED}, f"{UNTIL}published by Alice, 2 h ago"),
    ({"quality": 82, "state": PUBLISHED}, f"{UNTIL}82 ≥ 70: published by the rule"),
    ({"quality": 66, "state": HELD}, "66 < 70: held by the rule"),
    ({"review": Review.REJECTED, **PINNED}, "rejected by Alice, 2 h ago"),
]
FOLDS = [
    (
        {**FOLD, "heat": FOLDED, "state": HELD, **PINNED},
        "folded into “The lead & its parts” by the seed; held by Alice, 2 h ago",
    ),
    ({**FOLD, "heat": FOLDED}, "folded into “The lead & its parts” by the seed"),
    ({**FOLD, "heat": 90}, "folded into “The lead & its parts” by an editor"),
    ({"is_folded": True, "heat": FOLDED}, "folded by the seed into a story that is not here"),
    (
        {**FOLD, "heat": 90, "state": HELD, "copy_of": "Ferry", **PINNED},
        "merged into “Ferry” by Alice, 2 h ago",
    ),
]


CASES = BY_THE_SEED + BY_AN_IMPORT + BY_THE_RULE + BY_PEOPLE + FOLDS


def standing(**fields):
    usual = {"state": UNSET, "review": Review.UNREVIEWED, "quality": 82, "heat": None}
    nobody = {"state_by": StateBy.SEED, "decided_at": None, "decided_by": "", "conflicts": []}
    nobody |= {"changed": False, "withdrawn": False, "published_at": NOW}
    return Standing(**{**usual, **nobody, "is_folded": False, "lead": None, **fields})


@pytest.mark.parametrize(("fields", "line"), CASES)
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
        ({"quality": None, **PINNED}, "unscored"),
        ({"quality": None, "state": PUBLISHED, **PINNED}, "published"),
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


PHRASES = [
    ({"quality": 82, "state": PUBLISHED}, ["by rule", "82 ≥ 70"]),
    ({"quality": 66, "state": HELD}, ["by rule", "66 < 70"]),
    ({"quality": 82, "state": HELD}, ["by seed", "82 ≥ 70"]),
    ({"quality": 66, "state": UNSET}, ["seed does not say", "66 < 70"]),
    ({"quality": None, "state": UNSET}, ["readers see it"]),
    ({"quality": None, "state": HELD}, ["by seed", "no score"]),
    ({"quality": 82, **HOLD}, ["on import", "82 ≥ 70"]),
    ({"quality": 82, **HOLD, "withdrawn": True}, ["withdrawn", "82 ≥ 70"]),
    ({"quality": 69, "state": HELD, **RULE}, ["by rule", "69 < 70", "scored by Alice"]),
    ({"quality": None, "state": HELD, **RULE}, ["by rule", "no score", "Alice took it off"]),
    (
        {"quality": 65, "state": PUBLISHED, **RULE},
        ["by rule as it was", "65 < 70", "scored by Alice"],
    ),
    ({"quality": None, "state": PUBLISHED, **PINNED}, ["by Alice", "2 h ago", "unscored"]),
    ({"quality": None, "state": UNSET, **PINNED}, ["left as it is by Alice", "2 h ago"]),
    ({**FOLD, "state": PUBLISHED, **PINNED}, ["published by Alice", "into a story"]),
    ({**FOLD, "copy_of": "Ferry", "state": HELD, **PINNED}, ["merged by Alice", "the same story"]),
    ({"is_folded": True, "state": HELD, **PINNED}, ["held by Alice", "lead not here"]),
    ({"state": HELD, **PINNED}, ["by Alice", "2 h ago"]),
    ({"state": HELD, **PINNED, "decided_by": ""}, ["by an editor", "2 h ago"]),
    ({"state": HELD, **PINNED, **CHANGED}, ["seed changed since", "by Alice", "2 h ago"]),
    ({"review": Review.REJECTED, **PINNED}, ["by Alice", "2 h ago"]),
    ({**FOLD, "heat": FOLDED}, ["into a story", "by seed"]),
    ({**FOLD, "heat": 90}, ["into a story", "by an editor"]),
    ({"is_folded": True, "heat": FOLDED}, ["lead not here", "by seed"]),
    ({"conflicts": ["state", "title"], **PINNED}, ["over the state", "the title"]),
]


@pytest.mark.parametrize(("fields", "parts"), PHRASES)
def test_says_so_in_a_few_words(fields, parts):
    assert phrase(standing(**fields), 70, NOW) == parts


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"state": PUBLISHED}, [f"until 12 Dec {COMING.year} 09:00", "by rule", "82 ≥ 70"]),
        ({"state": HELD, **PINNED}, ["by Alice", "2 h ago"]),
    ],
)
def test_says_until_when_in_a_few_words(fields, parts):
    assert phrase(standing(published_at=COMING, **fields), 70, NOW) == parts


PLANNED = datetime(2026, 12, 7, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "status", "line", "parts"),
    [
        (
            {"state": HELD, "publish_at": PLANNED, **PINNED},
            "waits",
            "is published on 7 Dec 07:00; held by Alice, 2 h ago",
            ["until 7 Dec 07:00", "by Alice", "2 h ago"],
        ),
        (
            {"state": PUBLISHED, "hold_at": PLANNED, **PINNED},
            "published",
            "is held on 7 Dec 07:00; published by Alice, 2 h ago",
            ["until 7 Dec 07:00", "by Alice", "2 h ago"],
        ),
        (
            {
                "state": HELD,
                "publish_at": PLANNED,
                "hold_at": PLANNED + timedelta(days=1),
                **PINNED,
            },
            "waits",
            "is published on 7 Dec 07:00 and is held on 8 Dec 07:00; held by Alice, 2 h ago",
            ["until 7 Dec 07:00", "held 8 Dec 07:00", "by Alice", "2 h ago"],
        ),
    ],
)
def test_says_what_is_planned(fields, status, line, parts):
    article = standing(**fields)
    assert wording.status(article) == status
    assert explain(article, 70, NOW) == line
    assert phrase(article, 70, NOW) == parts


@pytest.mark.parametrize(
    ("days", "by", "words"),
    [
        (3, "Alice", "; its source is muted until {} by Alice"),
        (3, "", "; its source is muted until {}"),
        (0, "Alice", ""),
    ],
)
def test_says_that_its_source_is_muted(days, by, words):
    until = NOW.date() + timedelta(days=days)
    line = explain(standing(muted_until=until, muted_by=by), 70, NOW)
    plain = explain(standing(), 70, NOW)
    assert line == plain + words.format(f"{until.day} {until:%b}")


@pytest.mark.parametrize(
    ("fields", "line", "parts"),
    [
        (
            {"quality": 57, "state": HELD, **RULE},
            "57 < Energy’s threshold of 60: held by the rule, scored by Alice",
            ["by rule", "57 < Energy’s 60", "scored by Alice"],
        ),
        (
            {"quality": 66, "state": PUBLISHED},
            "66 ≥ Energy’s threshold of 60: published by the rule",
            ["by rule", "66 ≥ Energy’s 60"],
        ),
        (
            {"quality": None, "state": HELD},
            "no score in the seed, and held by the seed",
            ["by seed", "no score"],
        ),
    ],
)
def test_it_is_said_whose_the_threshold_is(fields, line, parts):
    article = standing(threshold_of="Energy", **fields)
    assert explain(article, 60, NOW) == line
    assert phrase(article, 60, NOW) == parts
