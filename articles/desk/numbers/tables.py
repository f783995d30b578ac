"""The tables behind the charts: every figure with the list of its articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.desk.addresses import articles_with


class Cell(NamedTuple):
    figure: str
    link: str


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` begin with what they are about."""

    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]


def cell(count: int, **filters: object) -> Cell:
    link = articles_with(**filters) if count else ""
    return Cell(f"{count:,}", link)
