"""What people read of fields and states: the same words on desk, admin pages and in history."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from articles.models import Review, State, StateBy

FIELDS = {
    "quality": "score",
    "images": "pictures",
    "links": "related stories",
    "related": "related stories",
    "folded_into": "lead story",
    "conflicts": "open conflicts with the seed",
    "published_at": "publication time",
    "canonical_url": "canonical address",
    "original_url": "original address",
    "web_url": "address",
    "amp_url": "AMP address",
    "cdn_amp_url": "cached AMP address",
    "featured_content": "embedded content",
    "extra": "other keys",
    "slug": "address",
    "order": "place in the list",
    "accepted": "place in the navigation",
}
STATES = {
    State.PUBLISHED.value: "published",
    State.UNPUBLISHED.value: "held",
    State.UNSET.value: "not said",
}
STATE_BY = {
    StateBy.SEED.value: "the state is the seed's",
    StateBy.IMPORT.value: "held on import",
    StateBy.RULE.value: "the state is the rule's",
    StateBy.PERSON.value: "the state is pinned",
}


class Status(StrEnum):
    """How an article stands; its value is also the class of its mark."""

    CONFLICT = "conflict"
    REJECTED = "rejected"
    FOLDED = "folded"
    HELD = "held"
    UNSCORED = "unscored"
    WAITS = "waits"  # for the time that it is dated
    PUBLISHED = "published"

    @property
    def word(self) -> str:
        return self.value.capitalize()


class Decided(Protocol):
    @property
    def review(self) -> str: ...
    @property
    def state(self) -> str: ...


class Judged(Decided, Protocol):
    @property
    def is_folded(self) -> bool: ...
    @property
    def is_ahead(self) -> bool: ...
    @property
    def quality(self) -> int | None: ...


def field(name: str) -> str:
    return FIELDS.get(name) or name.replace("_", " ")


def stands(article: Decided) -> str:
    """Return how the article stands, to go after "stays": "published", "as it is"."""
    if article.review == Review.REJECTED:
        return "rejected"
    return "as it is" if article.state == State.UNSET else STATES[article.state]


def status(article: Judged, *, in_conflict: bool = False) -> Status:
    """Return the most telling thing about it; what needs a person comes first."""
    if in_conflict:
        return Status.CONFLICT
    if article.review == Review.REJECTED:
        return Status.REJECTED
    if article.is_folded:
        return Status.FOLDED
    if article.state == State.UNPUBLISHED:
        return Status.HELD
    if article.is_ahead:
        return Status.WAITS
    return Status.UNSCORED if article.quality is None else Status.PUBLISHED
