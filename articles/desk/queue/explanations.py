"""One line that says why an article is where it is: by the rule, by the seed or by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles import wording
from articles.models import FOLDED, Review, State, StateBy
from articles.times import is_ahead, on_date, since


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an article's place on the site rests on. `lead` is the headline of the story that it is
    part of, `conflicts` names the fields that wait for a choice. `changed` says that an import
    changed what readers see since a person decided, `withdrawn` that its import was undone."""

    state: str
    state_by: str
    review: str
    quality: int | None
    heat: int | None
    is_folded: bool
    lead: str | None
    decided_at: datetime | None
    decided_by: str
    changed: bool
    withdrawn: bool
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
        pinned = article.state_by == StateBy.PERSON
        return _folded(article) + (f"; {_pinned(article, now)}" if pinned else "")
    words = _standing(article, threshold, now) + ("; the seed changed since" * article.changed)
    if article.is_ahead and article.state != State.UNPUBLISHED:
        return f"waits until {on_date(article.published_at, now)}; {words}"
    return words


def _standing(article: Standing, threshold: int, now: datetime) -> str:
    if article.state_by == StateBy.PERSON:
        return _pinned(article, now)
    score, over = _against(article.quality, threshold)
    if article.state_by == StateBy.RULE:
        return _ruled(article, score, over=over)
    if article.state_by == StateBy.IMPORT:
        return _kept_off(article, score, over=over)
    reviewed = f", {_decided('reviewed', article, now)}" if article.decided_at else ""
    return _of_seed(article, score, over=over) + reviewed


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


def _pinned(article: Standing, now: datetime) -> str:
    if article.state == State.UNSET:
        return f"{_decided('left as it is', article, now)}: the seed does not say, readers see it"
    return _decided(wording.STATES[article.state], article, now)


def _against(quality: int | None, threshold: int) -> tuple[str, bool]:
    if quality is None:
        return "no score", False
    over = quality >= threshold
    return f"{quality} {'≥' if over else '<'} {threshold}", over


def _ruled(article: Standing, score: str, *, over: bool) -> str:
    by = article.decided_by or "an editor"
    how = f"scored by {by}" if article.quality is not None else f"{by} took it off"
    state = wording.STATES[article.state]
    if over == (article.state == State.PUBLISHED):
        return f"{score}: {state} by the rule, {how}"
    return f"{score} now, but {state} by the rule as it was, {how}"


def _kept_off(article: Standing, score: str, *, over: bool) -> str:
    why = "held on import, for an editor to decide"
    if article.withdrawn:
        why = "withdrawn when its import was undone"
    return f"{score}, but {why}" if over else f"{score}: {why}"


def _of_seed(article: Standing, score: str, *, over: bool) -> str:
    held, unset = article.state == State.UNPUBLISHED, article.state == State.UNSET
    if article.quality is None:
        return f"no score in the seed{', and held by the seed' if held else ': readers see it'}"
    if unset:
        return f"{score}, the seed does not say: readers see it"
    if over != held:
        return f"{score}: {wording.STATES[article.state]} by the rule"
    return f"{score}, but {wording.STATES[article.state]} by the seed"
