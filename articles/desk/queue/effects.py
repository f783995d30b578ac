"""What a score would do to an article, said before anybody gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from articles.wording import Status

KEYS = "1234567890"  # each scores ten times what it says, 0 a hundred


@dataclass(frozen=True, slots=True)
class ScoreButton:
    """`edge` tells the first one that would publish: a stroke stands before it."""

    key: str
    score: int
    effect: str
    edge: bool


def score_buttons(threshold: int, pinned: str) -> list[ScoreButton]:
    """Return the ten buttons. `pinned` is how the article stands if a person has pinned or folded
    it, else "": then the rule decides."""
    scores = [10 * place for place in range(1, 11)]
    first = next((score for score in scores if score >= threshold), None)
    return [
        ScoreButton(key, score, effect_of(score, threshold, pinned), score == first)
        for key, score in zip(KEYS, scores, strict=True)
    ]


def effect_of(score: int, threshold: int, pinned: str) -> str:
    if pinned:
        return f"score only, stays {pinned}"
    return "would publish" if score >= threshold else "would hold"


def exact_effect(threshold: int, pinned: str) -> str:
    if pinned:
        return effect_of(0, threshold, pinned)
    return f"{threshold} and more would publish, less or none would hold"


def kept(status: str, stands: str, *, pinned: bool) -> str:
    """Return how an article stands where no score changes what readers see, else ""."""
    if status == Status.FOLDED:
        return "folded"
    return stands if pinned else ""


def captions(buttons: Sequence[ScoreButton]) -> list[str]:
    """Say what the keys would do, those alike at once: "1–6 would hold", "7–0 would publish"."""
    alike = [list(group) for _, group in groupby(buttons, key=lambda button: button.effect)]
    return [f"{_span(group)} {group[0].effect}" for group in alike]


def _span(buttons: Sequence[ScoreButton]) -> str:
    first, last = buttons[0].key, buttons[-1].key
    return first if first == last else f"{first}–{last}"
