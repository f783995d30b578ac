"""How an article stands, and what the desk's rules make of it. Pure: it asks no database.

An article says in `ruled` what rules have made of it, for as long as that stands:
`state` and whose it was before a rule held or rejected it; `scores`, how many points each rule has
added, and the score that came `to`, so that another score is nobody's but a person's or the seed's;
`topics`, the topic that each rule has filed it under; `given`, which rules have given it to
somebody. Rules are named by their keys, which JSON has as texts.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from articles.models import Article, Review, Rule, RuleAct, State, StateBy
from articles.seeds.limits import MAX_SCORE, MAX_TOPICS

COLUMNS = (
    *("pk", "version", "state", "state_by", "review", "quality", "ruled_by_id", "ruled"),
    *("assigned_to_id", "first_published_at", "published_at"),
    *("decided_at", "folded_into_id", "publish_at", "hold_at"),
)


class Standing(NamedTuple):
    pk: int
    version: int
    state: str
    state_by: str
    review: str
    quality: int | None
    ruled_by_id: int | None
    ruled: dict[str, Any] | None
    assigned_to_id: int | None
    first_published_at: datetime | None
    published_at: datetime
    decided_at: datetime | None
    folded_into_id: int | None
    publish_at: datetime | None
    hold_at: datetime | None
    ruled_number: int | None = None
    topics: tuple[int, ...] = ()

    @property
    def is_public(self) -> bool:
        return self.state != State.UNPUBLISHED and self.review != Review.REJECTED


class Word(StrEnum):
    """What comes of a rule and an article that fits it."""

    ACTS = "acts"
    ALREADY = "already"  # it is so
    EARLIER = "earlier"  # a rule before it holds or rejects it
    PEOPLE = "people"  # a person has decided
    NOTHING = "nothing"  # no score to add to, no room for a topic


# What people have said of which article: its key and the field.
People = Container[tuple[int, str]]


def of(article: Article, topics: tuple[int, ...] = ()) -> Standing:
    return Standing._make([*(getattr(article, name) for name in COLUMNS), None, topics])


def is_free(row: Standing) -> bool:
    """Return whether nobody has decided on it, nor planned to: only then do rules act."""
    undecided = row.review == Review.UNREVIEWED or row.state_by == StateBy.DESK
    return undecided and not any((row.decided_at, row.folded_into_id, row.publish_at, row.hold_at))


def bare(row: Standing) -> Standing:
    """Return how an article stands that nobody has decided on, without what rules made of it."""
    if row.ruled is None or not is_free(row):
        return row
    filed = set(row.ruled.get("topics", {}).values())
    topics = tuple(topic for topic in row.topics if topic not in filed)
    given = {key: value for key, value in row.ruled.items() if key == "given"}
    row = _as_before(row)._replace(quality=_own_score(row), topics=topics)
    return row._replace(ruled=given or None)


def rules_of(row: Standing | None) -> set[int]:
    """Return which rules have made something of it."""
    if row is None:
        return set()
    ruled = row.ruled or {}
    named = {*ruled.get("scores", ()), *ruled.get("topics", ()), *ruled.get("given", ())}
    return {int(key) for key in named} | ({row.ruled_by_id} if row.ruled_by_id else set())


def word(rule: Rule, row: Standing, people: People) -> Word:
    """Return what would come of the rule, where the article fits its condition."""
    return Word.PEOPLE if not is_free(row) else WORDS[rule.act](rule, row, people)


def after(rule: Rule, row: Standing) -> Standing:
    """Return how the article stands once the rule has acted."""
    return DEEDS[rule.act](rule, row)


def _hold_word(rule: Rule, row: Standing, people: People) -> Word:
    if row.is_public:
        return Word.ACTS
    return Word.EARLIER if _is_earlier(row, rule) else Word.ALREADY


def _reject_word(rule: Rule, row: Standing, people: People) -> Word:
    if _is_earlier(row, rule):
        return Word.EARLIER
    return Word.ALREADY if row.review == Review.REJECTED else Word.ACTS


def _score_word(rule: Rule, row: Standing, people: People) -> Word:
    if (row.pk, "quality") in people:
        return Word.PEOPLE
    if row.quality is None:
        return Word.NOTHING
    ruled = row.ruled or {}
    stands = ruled.get("to") == row.quality and str(rule.pk) in ruled.get("scores", {})
    return Word.ALREADY if stands or _scored(rule, row) == row.quality else Word.ACTS


def _topic_word(rule: Rule, row: Standing, people: People) -> Word:
    if rule.topic_id in row.topics:
        return Word.ALREADY
    if (row.pk, "topics") in people:
        return Word.PEOPLE
    return Word.NOTHING if len(row.topics) >= MAX_TOPICS else Word.ACTS


def _assign_word(rule: Rule, row: Standing, people: People) -> Word:
    if row.assigned_to_id == rule.person_id:
        return Word.ALREADY
    was_given = bool((row.ruled or {}).get("given"))
    said = row.assigned_to_id or was_given or (row.pk, "assigned_to") in people
    return Word.PEOPLE if said else Word.ACTS


def _hold(rule: Rule, row: Standing) -> Standing:
    return _by(rule, row)._replace(state=State.UNPUBLISHED.value)


def _reject(rule: Rule, row: Standing) -> Standing:
    return _by(rule, row)._replace(review=Review.REJECTED.value)


def _score(rule: Rule, row: Standing) -> Standing:
    quality = _scored(rule, row)
    ruled = row.ruled or {}
    before = ruled.get("scores", {}) if ruled.get("to") == row.quality else {}
    scores = {**before, str(rule.pk): quality - (row.quality or 0)}
    return row._replace(quality=quality, ruled={**ruled, "scores": scores, "to": quality})


def _topic(rule: Rule, row: Standing) -> Standing:
    assert rule.topic_id
    filed = {**(row.ruled or {}).get("topics", {}), str(rule.pk): rule.topic_id}
    ruled = {**(row.ruled or {}), "topics": filed}
    return row._replace(topics=(*row.topics, rule.topic_id), ruled=ruled)


def _assign(rule: Rule, row: Standing) -> Standing:
    ruled = {**(row.ruled or {}), "given": [str(rule.pk)]}
    return row._replace(assigned_to_id=rule.person_id, ruled=ruled)


WORDS: Mapping[str, Callable[[Rule, Standing, People], Word]] = {
    RuleAct.HOLD: _hold_word,
    RuleAct.REJECT: _reject_word,
    RuleAct.SCORE: _score_word,
    RuleAct.TOPIC: _topic_word,
    RuleAct.ASSIGN: _assign_word,
}
DEEDS: Mapping[str, Callable[[Rule, Standing], Standing]] = {
    RuleAct.HOLD: _hold,
    RuleAct.REJECT: _reject,
    RuleAct.SCORE: _score,
    RuleAct.TOPIC: _topic,
    RuleAct.ASSIGN: _assign,
}


def _by(rule: Rule, row: Standing) -> Standing:
    """Return it as it was before rules held or rejected it, now by this one."""
    row = _as_before(row)
    ruled = {**(row.ruled or {}), "state": [row.state, row.state_by]}
    row = row._replace(ruled_by_id=rule.pk, ruled_number=rule.number)
    return row._replace(ruled=ruled, state_by=StateBy.DESK.value)


def _as_before(row: Standing) -> Standing:
    if row.state_by != StateBy.DESK:
        return row
    state, by = (row.ruled or {}).get("state", [State.UNSET.value, StateBy.SEED.value])
    row = row._replace(state=state, state_by=by, review=Review.UNREVIEWED.value)
    return row._replace(ruled_by_id=None, ruled_number=None)


def _own_score(row: Standing) -> int | None:
    ruled = row.ruled or {}
    if row.quality is None or ruled.get("to") != row.quality:
        return row.quality
    return row.quality - sum(ruled.get("scores", {}).values())


def _scored(rule: Rule, row: Standing) -> int:
    return min(max((row.quality or 0) + rule.points, 0), MAX_SCORE)


def _is_earlier(row: Standing, rule: Rule) -> bool:
    """Return whether a rule before this one holds or rejects it."""
    return row.ruled_number is not None and row.ruled_number < (rule.number or 0)
