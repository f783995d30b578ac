"""Why an article is where it is, by the rule, by the seed or by a person: in one line, and in a few
words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from articles import wording
from articles.models import FOLDED, Review, State, StateBy
from articles.times import is_ahead, on_date, on_day, since


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
    muted_until: date | None = None
    muted_by: str = ""
    publish_at: datetime | None = None
    hold_at: datetime | None = None
    rule: str = ""  # of the desk, that holds or rejects it
    by_rules: Sequence[str] = ()  # what others of them have added
    threshold_of: str = ""  # the topic that gives it one, if not the site
    copy_of: str = ""  # what it is merged into

    @property
    def is_ahead(self) -> bool:
        return is_ahead(self.published_at)


def explain(article: Standing, threshold: int, now: datetime) -> str:
    words = _planned(article, now) + _explain(article, threshold, now)
    words = "; ".join([words, *article.by_rules])
    if article.muted_until is None or article.muted_until <= now.date():
        return words
    by = f" by {article.muted_by}" if article.muted_by else ""
    return f"{words}; its source is muted until {on_day(article.muted_until, now.date())}{by}"


def _planned(article: Standing, now: datetime) -> str:
    plans = [
        f"{verb} on {on_date(moment, now)}"
        for verb, moment in (("is published", article.publish_at), ("is held", article.hold_at))
        if moment
    ]
    return f"{' and '.join(plans)}; " if plans else ""


def _explain(article: Standing, threshold: int, now: datetime) -> str:
    if article.conflicts:
        return _conflict(article.conflicts)
    if article.review == Review.REJECTED:
        return f"rejected by {article.rule}" if article.rule else _decided("rejected", article, now)
    if article.copy_of:
        return _decided(f"merged into “{article.copy_of}”", article, now)
    if article.is_folded:
        return _folded(article) + (f"; {_pinned(article, now)}" if _is_pinned(article) else "")
    words = _standing(article, threshold, now) + ("; the seed changed since" * article.changed)
    if article.is_ahead and article.state != State.UNPUBLISHED:
        return f"waits until {on_date(article.published_at, now)}; {words}"
    return words


def _standing(article: Standing, threshold: int, now: datetime) -> str:
    if _is_pinned(article):
        return _pinned(article, now)
    score, over = _against(article, wording.threshold(article.threshold_of, threshold), threshold)
    if article.rule:
        return f"{score}{', but' if over else ':'} held by {article.rule}"
    if article.state_by == StateBy.RULE:
        return _ruled(article, score, over=over)
    if article.state_by == StateBy.IMPORT:
        return _kept_off(article, score, over=over)
    reviewed = f", {_decided('reviewed', article, now)}" if article.decided_at else ""
    return _of_seed(article, score, over=over) + reviewed


def phrase(article: Standing, threshold: int, now: datetime) -> list[str]:
    """Return the few words that go after the state's own, in parts: a narrow column drops the last
    ones first."""
    if article.conflicts:
        first, *others = map(wording.field, article.conflicts)
        return [f"over the {first}", *(f"the {name}" for name in others)]
    if article.review == Review.REJECTED:
        return _by(article, now)
    if article.is_folded:
        return _folded_phrase(article)
    parts = ["seed changed since"] if article.changed else []
    if article.publish_at:
        parts.append(f"until {on_date(article.publish_at, now)}")
    if article.hold_at:
        word = "held" if article.publish_at else "until"
        parts.append(f"{word} {on_date(article.hold_at, now)}")
    if article.is_ahead and article.state != State.UNPUBLISHED:
        parts.append(f"until {on_date(article.published_at, now)}")
    if _is_pinned(article):
        return parts + _chosen(article, now)
    return [*parts, *_unpinned(article, threshold), *article.by_rules]


def _folded_phrase(article: Standing) -> list[str]:
    if article.copy_of:
        return [f"merged by {_editor(article)}", "the same story"]
    where = "into a story" if article.lead else "lead not here"
    if _is_pinned(article):
        return [f"{wording.stands(article)} by {_editor(article)}", where]
    return [where, "by seed" if article.heat == FOLDED else "by an editor"]


def _chosen(article: Standing, now: datetime) -> list[str]:
    by, *when = _by(article, now)
    if article.state == State.UNSET:
        return [f"left as it is {by}", *when]
    return [by, *when, *(["unscored"] if article.quality is None else [])]


def _unpinned(article: Standing, threshold: int) -> list[str]:
    whose = wording.threshold_in_short(article.threshold_of, threshold)
    score, over = _against(article, whose, threshold)
    agrees = over == (article.state == State.PUBLISHED)
    if article.rule:
        return _by_desk(article)
    if article.state_by == StateBy.RULE:
        return ["by rule" if agrees else "by rule as it was", score, _scored(article)]
    if article.state_by == StateBy.IMPORT:
        return ["withdrawn" if article.withdrawn else "on import", score]
    if article.quality is None and article.state != State.UNPUBLISHED:
        return ["readers see it"]
    if article.state == State.UNSET:
        return ["seed does not say", score]
    return ["by rule" if agrees and article.quality is not None else "by seed", score]


def _by(article: Standing, now: datetime) -> list[str]:
    if article.rule:
        return _by_desk(article)
    when = [since(article.decided_at, now)] if article.decided_at else []
    return [f"by {_editor(article)}", *when]


def _by_desk(article: Standing) -> list[str]:
    """Return "by rule 7" and its name."""
    by, _, name = article.rule.partition(", ")
    return [f"by {by}", name]


def _editor(article: Standing) -> str:
    return article.decided_by or "an editor"


def _is_pinned(article: Standing) -> bool:
    return article.state_by == StateBy.PERSON


def _conflict(fields: Sequence[str]) -> str:
    names = " and the ".join(map(wording.field, fields))
    return f"the seed changed the {names} after an editor did: pick one"


def _decided(verb: str, article: Standing, now: datetime) -> str:
    when = f", {since(article.decided_at, now)}" if article.decided_at else ""
    return f"{verb} by {_editor(article)}{when}"


def _folded(article: Standing) -> str:
    by = "the seed" if article.heat == FOLDED else "an editor"
    if article.lead is None:
        return f"folded by {by} into a story that is not here"
    return f"folded into “{article.lead}” by {by}"


def _pinned(article: Standing, now: datetime) -> str:
    if article.state == State.UNSET:
        return f"{_decided('left as it is', article, now)}: the seed does not say, readers see it"
    return _decided(wording.STATES[article.state], article, now)


def _against(article: Standing, said: str, threshold: int) -> tuple[str, bool]:
    if article.quality is None:
        return "no score", False
    over = article.quality >= threshold
    return f"{article.quality} {'≥' if over else '<'} {said}", over


def _ruled(article: Standing, score: str, *, over: bool) -> str:
    how = _scored(article)
    state = wording.stands_by(article, StateBy.RULE)
    if over == (article.state == State.PUBLISHED):
        return f"{score}: {state}, {how}"
    return f"{score} now, but {state} as it was, {how}"


def _scored(article: Standing) -> str:
    by = _editor(article)
    return f"scored by {by}" if article.quality is not None else f"{by} took it off"


def _kept_off(article: Standing, score: str, *, over: bool) -> str:
    why = f"{wording.stands_by(article, StateBy.IMPORT)}, for an editor to decide"
    if article.withdrawn:
        why = "withdrawn when its import was undone"
    return f"{score}, but {why}" if over else f"{score}: {why}"


def _of_seed(article: Standing, score: str, *, over: bool) -> str:
    held, unset = article.state == State.UNPUBLISHED, article.state == State.UNSET
    by_seed = wording.stands_by(article, StateBy.SEED)
    if article.quality is None:
        return f"no score in the seed{f', and {by_seed}' if held else ': readers see it'}"
    if unset:
        return f"{score}, the seed does not say: readers see it"
    if over != held:
        return f"{score}: {wording.stands_by(article, StateBy.RULE)}"
    return f"{score}, but {by_seed}"
