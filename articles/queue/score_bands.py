"""Scores by where they lie to the threshold, as the desk's queues part them."""

from __future__ import annotations

from django.db.models import Q

from articles.query.conditions import border
from articles.seeds.limits import MAX_SCORE


def choices() -> list[tuple[str, str]]:
    low, high = border()
    return [
        ("high", f"Above {high}"),
        ("border", f"{low} to {high}"),
        ("low", f"Below {low}"),
        ("none", "Unscored"),
    ]


def band_of(score: int) -> str:
    """Return the band of a score as rows keep it, -1 for none."""
    low, high = border()
    if score < 0:
        return "none"
    return "low" if score < low else "border" if score <= high else "high"


def condition(band: str, column: str = "score") -> Q:
    low, high = border()
    ranges = {"none": (-1, -1), "low": (0, low - 1), "border": (low, high)}
    return Q(**{f"{column}__range": ranges.get(band, (high + 1, MAX_SCORE))})
