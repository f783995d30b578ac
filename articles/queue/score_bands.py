"""Scores by where they lie to the article's threshold, as the desk's queues part them."""

from __future__ import annotations

from django.db.models import Case, CharField, Q, Value, When

from articles.query.conditions import BORDER, NEAR, away, indexed, reach
from articles.seeds.limits import MAX_SCORE

NONE = "none"
# From how far below the threshold to how far above.
BANDS = {
    "high": (BORDER + 1, MAX_SCORE),
    "border": NEAR,
    "low": (-MAX_SCORE, -BORDER - 1),
}
CHOICES = [
    ("high", "Clearly above"),
    ("border", f"Threshold ±{BORDER}"),
    ("low", "Clearly below"),
    (NONE, "Unscored"),
]


def band() -> Case:
    """Return the band of each article."""
    whens = [When(away(*ends), then=Value(name)) for name, ends in BANDS.items()]
    return Case(*whens, default=Value(NONE), output_field=CharField())


def condition(band: str) -> Q:
    """Return the condition on articles of the band that indexes answer."""
    return Q(score=-1) if band == NONE else indexed(*BANDS[band])


def walked(band: str, column: str) -> Q:
    """Return the same for a walk. Where that is by score, `column` is the one that it goes along,
    which has all of a band between two scores."""
    if band == NONE:
        return Q(**{column: -1})
    passed = away(*BANDS[band], column)
    return passed & Q(score__range=reach(*BANDS[band])) if column == "score" else passed
