"""One line that says why an article is where it is: by the rule, by the seed or by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles import wording
from articles.models import FOLDED, Review, State
from articles.times import is_ahead, on_date, since


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an article's place on the site rests on. `lead` is the headline of the story that it is
    part of, `conflicts` names the fields that wait for a choice, `hold` says that its import held
    everything back."""

    state: str
    review: str
    quality: int | None
    heat: int | None
    is_folded: bool
    lead: str | None
    decided_at: datetime | None
    decided_by: str
    hold: bool
    conflicts: Sequence[str]
    published_at: datetime

    @property
    def is_ahead(self) -> bool:
        return is_ahead(self.published_at)


def explain(article: Standing, threshold: int, now: datetime) -> str:
    if article.conflicts:
        return _conflict(article.conflicts)
    if article.review == Review.REJECTED:
        return _decided("rejected", article, now)
    if article.is_folded:
        return _folded(article)
    if article.is_ahead and article.state != State.UNPUBLISHED:
        until = on_date(article.published_at, now)
        return f"waits until {until}; {_by_whom(article, threshold, now)}"
    return _by_whom(article, threshold, now)


def _by_whom(article: Standing, threshold: int, now: datetime) -> str:
    if article.decided_at:
        unset = article.state == State.UNSET
        return _decided("reviewed" if unset else wording.STATES[article.state], article, now)
    return _unreviewed(article, threshold)


def _conflict(fields: Sequence[str]) -> str:
    names = " and the ".join(map(wording.field, fields))
    return f"the seed changed the {names} after an editor did: pick one"


def _decided(verb: str, article: Standing, now: datetime) -> str:
    when = f", {since(article.decided_at, now)}" if article.decided_at else ""
    return f"{verb} by {article.decided_by or 'an editor'}{when}"


def _folded(article: Standing) -> str:
    by = "the seed" if article.heat == FOLDED else "an editor"
    if article.lead is None:
        return f"folded by {by} into a story that is not here"
    return f"folded into “{article.lead}” by {by}"


def _unreviewed(article: Standing, threshold: int) -> str:
    if article.quality is None:
        return _unscored(article)
    over = article.quality >= threshold
    score = f"{article.quality} {'≥' if over else '<'} {threshold}"
    if article.state == State.UNSET:
        return f"{score}, the seed does not say: readers see it"
    if over == (article.state == State.PUBLISHED):
        return f"{score}: {wording.STATES[article.state]} by the rule"
    if over:
        return f"{score}, but {_holder(article)}"
    return f"{score}, but published by the seed"


def _unscored(article: Standing) -> str:
    if article.state == State.UNPUBLISHED:
        return f"no score in the seed, and {_holder(article)}"
    return "no score in the seed: readers see it"


def _holder(article: Standing) -> str:
    return "held on import, for an editor to decide" if article.hold else "held by the seed"
