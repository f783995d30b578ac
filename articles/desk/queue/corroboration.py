"""How many independent sources the stories of a list have, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles import wording
from articles.display.prepared import NUMBERS, Prepared
from articles.judgement.sources import Source, come_since, rows_of, sources_of
from articles.times import HOUR

REPORTS = Prepared(NUMBERS, rows_of)
MOST = 8  # names


@dataclass(frozen=True, slots=True)
class Corroboration:
    """`said` is "+4 sources this hour", or how many there are; `came` names those of this hour, and
    `every` all of them."""

    said: str
    came: str
    every: str

    @property
    def in_full(self) -> str:
        return f"{self.came}. {self.every}" if self.came else self.every


def corroborations(leads: Sequence[int], now: datetime) -> dict[int, Corroboration]:
    """Return how the stories that these articles lead are corroborated; asks one query."""
    stories = sources_of(REPORTS(leads)) if leads else {}
    return {lead: _said(there, come_since(now - HOUR, there)) for lead, there in stories.items()}


def _said(there: Sequence[Source], new: Sequence[Source]) -> Corroboration:
    count, of_them = (wording.counted(len(found), "source", "sources") for found in (there, new))
    every = wording.counted(len(there), "independent source", "independent sources")
    return Corroboration(
        said=f"+{of_them} this hour" if new else count,
        came=_names(new),
        every=f"{every}: {_names(there)}",
    )


def _names(sources: Sequence[Source]) -> str:
    shown, others = sources[:MOST], len(sources) - MOST
    more = [f"{others} more"] if others > 0 else []
    return wording.listing([*(source.name for source in shown), *more])
