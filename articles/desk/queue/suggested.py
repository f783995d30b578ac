"""The score that is suggested for an article, and why, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from articles.judgement.scores.features import LENGTHS, LONG, LONGEST, MOST, QUARTER, SHORT, STEP
from articles.models import ScoreSuggestion
from articles.site import choices


@dataclass(frozen=True, slots=True)
class Suggested:
    """`reasons` are e.g. "has a logo +5"; `model` names what it comes from."""

    score: int
    usually_within: int
    reasons: list[str]
    model: int


def suggested_score(article: int, source: str) -> Suggested | None:
    """Return what is suggested; None where nothing is, or suggestions are only logged so far."""
    if not choices.standing().shows_scores:
        return None
    row = ScoreSuggestion.objects.filter(article=article).first()
    if row is None:
        return None
    reasons = [
        f"{words(kind, value, source)} {_signed(points)}" for kind, value, points in row.reasons
    ]
    return Suggested(row.score, row.usually_within, reasons, row.model_id)


def words(kind: str, value: str, source: str) -> str:
    """Say a feature as an editor would, e.g. ("topics", "5") is "5 topics or more"."""
    if kind in SIMPLE:
        return SIMPLE[kind][value]
    return COUNTED[kind](value, source)


SIMPLE = {
    "known": {"yes": "a logo", "no": "no logo"},
    "picture": {"none": "no picture", "small": "a small picture", "large": "a large picture"},
    "amp": {"yes": "an AMP page", "no": "no AMP page"},
    "video": {"yes": "a video", "no": "no video"},
    "keyword": {
        "title": "its topic in the title",
        "excerpt": "its topic in the excerpt",
        "none": "its topic is not named",
    },
}


def _topics(value: str, _: str) -> str:
    if value == str(MOST):
        return f"{MOST} topics or more"
    return {"0": "no topic", "1": "1 topic"}.get(value, f"{value} topics")


def _length(value: str, _: str) -> str:
    start = int(value) * LENGTHS
    if value == "0":
        return f"an excerpt below {LENGTHS} characters"
    return f"an excerpt of {start}" + ("+" if int(value) == LONGEST else f" to {start + LENGTHS}")


def _headline(value: str, _: str) -> str:
    start = SHORT + int(value) * STEP
    if value == "0":
        return f"a title below {start + STEP} characters"
    return f"a title of {start}" + ("+" if int(value) == LONG else f" to {start + STEP}")


def _quarter(value: str, _: str) -> str:
    start = int(value) * QUARTER
    return f"published {start:02}:00 to {start + QUARTER:02}:00"


COUNTED: dict[str, Callable[[str, str], str]] = {
    "provider": lambda _, source: source,
    "topics": _topics,
    "length": _length,
    "headline": _headline,
    "quarter": _quarter,
    "word": lambda value, _: f"“{value}” in the title",
}


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else f"−{-points}"
