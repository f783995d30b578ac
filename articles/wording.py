"""What people read of fields and states: the same words on desk, admin pages and in history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.contrib.auth.models import User

from articles.models import Event, Review, State, StateBy
from articles.text import clip, display_text, one_line, strip_invisible
from articles.times import in_full

LONGEST_NAME = 150  # of a column that keeps one
FIELDS = {
    "quality": "score",
    "images": "pictures",
    "links": "related stories",
    "related": "related stories",
    "folded_into": "lead story",
    "merged_into": "merge",
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
    "at_most": "limit in a list",
    "publish_at": "time to publish it",
    "hold_at": "time to hold it",
    "assigned_to": "assignment",
    "features": "place on top of topics",
    "refusals": "refused suggestions",
}
STATES = {
    State.PUBLISHED.value: "published",
    State.UNPUBLISHED.value: "held",
    State.UNSET.value: "not said",
}
STATE_BY = {
    StateBy.SEED.value: "by the seed",
    StateBy.IMPORT.value: "on import",
    StateBy.DESK.value: "by a rule of the desk",
    StateBy.RULE.value: "by the rule",
    StateBy.PERSON.value: "and pinned",
}


class Status(StrEnum):
    """How an article stands; its value is also the class of its mark."""

    CONFLICT = "conflict"
    REJECTED = "rejected"
    FOLDED = "folded"
    HELD = "held"
    UNSCORED = "unscored"
    WAITS = "waits"  # for the time that it is dated, or that somebody planned
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
    def state_by(self) -> str: ...
    @property
    def quality(self) -> int | None: ...
    @property
    def publish_at(self) -> datetime | None: ...


def counted(count: int, one: str, many: str) -> str:
    """Return the number with the words that go with it: "1 article", "2,000 articles"."""
    return f"{count:,} {one if count == 1 else many}"


def full_name(first: str | None, last: str | None, username: str | None) -> str:
    """Return what a person is called: the full name, else the user name; it turns nothing around
    that stands beside it."""
    name = f"{first or ''} {last or ''}".strip() or username or ""
    return strip_invisible(name[:LONGEST_NAME])


def name_of(user: User | None) -> str:
    return full_name(user.first_name, user.last_name, user.get_username()) if user else ""


def who(event: Event, otherwise: str = "Somebody") -> str:
    """Name whoever did it, as they are called now; who is gone is called as the event says."""
    return name_of(event.actor) or event.actor_name or otherwise


def rule_named(number: int | None, name: str) -> str:
    """Return what a rule of the desk is called: "rule 7, “Sponsored sections”"."""
    return f"rule {number}, “{name}”" if number else f"a rule that was removed, “{name}”"


def threshold(of: str, number: int) -> str:
    """Name a threshold and the topic whose it is; the site's is a mere number."""
    return f"{of}’s threshold of {number}" if of else str(number)


def threshold_in_short(of: str, number: int) -> str:
    return f"{of}’s {number}" if of else str(number)


def field(name: str) -> str:
    return FIELDS.get(name) or name.replace("_", " ")


def shortened(title: str, length: int = 60) -> str:
    """Return it as a message has room for it: cut between words, if one ends near there."""
    line = one_line(title)
    if len(line) <= length:
        return line
    words = line[:length].rpartition(" ")[0]
    return f"{words}…" if len(words) > length * 3 // 4 else clip(line, length)


def quoted(title: str) -> str:
    """Return a title as sentences of the history name it."""
    return f"“{shortened(display_text(title), 90)}”"


def listing(parts: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def cancelled(moments: Sequence[datetime]) -> str:
    """Say that what was planned for these times is off, to go behind what was done instead."""
    times = listing([in_full(moment) for moment in moments])
    return f"; what was planned for {times} is cancelled" if times else ""


def stands(article: Decided) -> str:
    """Return how the article stands, to go after "stays": "published", "as it is"."""
    if article.review == Review.REJECTED:
        return "rejected"
    return "as it is" if article.state == State.UNSET else STATES[article.state]


def stands_by(article: Decided, by: str) -> str:
    """Return how the article stands and by whom: "published by the rule", "held on import"."""
    return f"{stands(article)} {STATE_BY[by]}"


def status(article: Judged, *, in_conflict: bool = False) -> Status:
    """Return the most telling thing about it; what needs a person comes first."""
    if in_conflict:
        return Status.CONFLICT
    if article.review == Review.REJECTED:
        return Status.REJECTED
    if article.is_folded:
        return Status.FOLDED
    if article.state == State.UNPUBLISHED:
        return Status.WAITS if article.publish_at else Status.HELD
    if article.is_ahead:
        return Status.WAITS
    is_published = article.state_by == StateBy.PERSON and article.state == State.PUBLISHED
    return Status.UNSCORED if article.quality is None and not is_published else Status.PUBLISHED
