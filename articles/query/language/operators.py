"""The operators of a query: what each takes, and what it says to people."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from articles.seeds.limits import MAX_SCORE

MAX_IMPORT = 2**63 - 1


class Takes(Enum):
    """What stands behind an operator: a name that the database knows, one of a few words, a number
    that may be compared, a number, or a day."""

    NAME = auto()
    CHOICE = auto()
    AMOUNT = auto()
    NUMBER = auto()
    DAY = auto()


@dataclass(frozen=True)
class Operator:
    name: str
    takes: Takes
    help: str
    choices: dict[str, str] = field(default_factory=dict)
    largest: int = MAX_SCORE

    @property
    def signs(self) -> tuple[str, ...]:
        return (":", ">=", "<=", ">", "<") if self.takes is Takes.AMOUNT else (":",)


STATES = {
    "published": "on the site",
    "held": "kept from readers",
    "rejected": "refused by a person or a rule",
    "folded": "part of another story",
}
IS = {
    "unscored": "without a score",
    "borderline": "scored near its threshold",
    "conflict": "a later seed disagrees with an editor",
    "changed": "changed by an import after a person had decided",
    "reviewed": "decided on by a person",
    "pinned": "in a state that a person chose",
    "muted": "from a muted source",
    **STATES,
}
HAS = {
    "image": "shows a picture",
    "related": "links related coverage",
    "video": "is a video",
    "topic": "is filed under a topic",
    "excerpt": "has an excerpt",
}
DAYS = {
    "today": "since midnight",
    "yesterday": "the day before",
    "7d": "seven days ago",
    "monday": "the last Monday",
}

OPERATORS = {
    operator.name: operator
    for operator in (
        Operator("topic", Takes.NAME, "a topic or one below it"),
        Operator("provider", Takes.NAME, "where it comes from: domain or name"),
        Operator("state", Takes.CHOICE, "how it stands", STATES),
        Operator("score", Takes.AMOUNT, "a score, compared"),
        Operator("heat", Takes.AMOUNT, "how much is written about it, compared"),
        Operator("is", Takes.CHOICE, "what is so of it", IS),
        Operator("has", Takes.CHOICE, "what it comes with", HAS),
        Operator("before", Takes.DAY, "published before a day", DAYS),
        Operator("after", Takes.DAY, "published on a day or after it", DAYS),
        Operator("by", Takes.NAME, "decided by a person"),
        Operator("batch", Takes.NUMBER, "brought or changed by an import", largest=MAX_IMPORT),
    )
}
