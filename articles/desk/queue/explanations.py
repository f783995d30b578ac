"""One line that says why an article is where it is: by the rule, by the seed or by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from articles import wording
from articles.actions.change import name_of
from articles.models import FOLDED, Article, Review, State
from articles.times import since


def why(article: Article, conflicts: Sequence[str], threshold: int, now: datetime) -> str:
    """Say what decided the state; `conflicts` are the article's fields that wait for a choice."""
    if conflicts:
        return _conflict(conflicts)
    if article.review == Review.REJECTED:
        return _decided("rejected", article, now)
    if article.is_folded:
        return _folded(article)
    if article.decided_at:
        unset = article.state == State.UNSET
        return _decided("reviewed" if unset else wording.STATES[article.state], article, now)
    return _unreviewed(article, threshold)


def _conflict(fields: Sequence[str]) -> str:
    names = " and the ".join(map(wording.field, fields))
    return f"the seed changed the {names} after an editor did: pick one"


def _decided(verb: str, article: Article, now: datetime) -> str:
    when = f", {since(article.decided_at, now)}" if article.decided_at else ""
    return f"{verb} by {name_of(article.decided_by) or 'an editor'}{when}"


def _folded(article: Article) -> str:
    by = "the seed" if article.heat == FOLDED else "an editor"
    if article.lead is None:
        return f"folded by {by} into a story that is not here"
    return f"folded into “{article.lead.headline}” by {by}"


def _unreviewed(article: Article, threshold: int) -> str:
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


def _unscored(article: Article) -> str:
    if article.state == State.UNPUBLISHED:
        return f"no score in the seed, and {_holder(article)}"
    return "no score in the seed: readers see it"


def _holder(article: Article) -> str:
    return "held on import, for an editor to decide" if article.batch.hold else "held by the seed"
