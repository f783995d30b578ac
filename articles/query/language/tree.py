"""What a query says, with the place of each word in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True)
class Place:
    start: int
    end: int


@dataclass(frozen=True)
class Value:
    """`meaning` is a number or a moment where the operator takes one, else the text."""

    text: str
    place: Place = field(compare=False)
    meaning: str | int | datetime = ""


@dataclass(frozen=True)
class Words:
    """Text to look for; a `phrase` is looked for as it is, and of `unfinished` text the last word
    may go on."""

    text: str
    place: Place = field(compare=False)
    phrase: bool = False
    unfinished: bool = False


@dataclass(frozen=True)
class Term:
    """`topic:storage,grid` or `score>=70`: any of the values will do."""

    operator: str
    sign: str
    values: tuple[Value, ...]
    place: Place = field(compare=False)


@dataclass(frozen=True)
class Not:
    node: Node


@dataclass(frozen=True)
class All:
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Either:
    nodes: tuple[Node, ...]


Node: TypeAlias = Words | Term | Not | All | Either
