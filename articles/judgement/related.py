"""Which articles belong to one: those of the days around it that say the same telling words.

One statement finds them, along an index of words by day. What it costs follows how much was
published in these days, and never how much there is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from articles.judgement import indexing, naming, statement
from articles.judgement.weights import HOURS, likeness, weight
from articles.models import Article
from articles.text import display_text, summary
from articles.times import day_of

MODEL = "related-1"  # what judges: another number where it would judge otherwise
DAYS = 5  # before and after
LEAST = 0.08
MOST = 10


class Asked(NamedTuple):
    """What is looked for; `pk` is 0 for what is no article here."""

    title: str
    excerpt: str
    published_at: datetime
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article that seems to belong to another: which, how sure from 0 to 1, why, and by which
    version of what judges. `hours` is how much later it is; `story` the article that leads the one
    that it is part of, and `leads` tells whether others are part of its own."""

    article: int
    likeness: float
    words: tuple[str, ...]
    hours: float
    same_picture: bool
    named_in_seed: bool
    story: str
    leads: bool
    is_folded: bool
    is_linked: bool
    is_refused: bool
    model: str = MODEL

    @property
    def is_open(self) -> bool:
        """Return whether nobody has said yet whether it belongs there."""
        return not (self.is_linked or self.is_refused)


def suggested(article: Article) -> list[Suggestion]:
    """Return what may be linked to it, the likeliest first: neither what is, nor what an editor
    said does not belong there, nor what is part of the same story."""
    found = alike(Asked(article.title, article.excerpt, article.published_at, article.pk))
    return [one for one in found if one.is_open][:MOST]


def alike(asked: Asked) -> list[Suggestion]:
    """Return articles that seem to belong to it, the likeliest first, linked and refused ones too:
    not those that are rejected, withdrawn, or part of the same story."""
    headline = display_text(asked.title)
    texts = headline, summary(asked.excerpt, headline)
    found = (_suggestion(asked, texts, row) for row in _rows(asked))
    likely = (one for one in found if one.likeness >= LEAST and abs(one.hours) <= HOURS)
    return sorted(likely, key=lambda one: (-one.likeness, one.article))


def _rows(asked: Asked) -> list[tuple[Any, ...]]:
    counts = indexing.words_in(asked.title, asked.excerpt)
    if not counts:
        return []
    words = {word: weight(count) for word, count in counts.items()}
    day = indexing.day_number(day_of(asked.published_at))
    days = range(day - DAYS, day + DAYS + 1)
    with connection.cursor() as cursor:
        cursor.execute(
            statement.SQL[connection.vendor],
            {"words": json.dumps(words), "days": json.dumps([*days]), "article": asked.pk},
        )
        return cursor.fetchall()


def _suggestion(asked: Asked, texts: tuple[str, str], row: tuple[Any, ...]) -> Suggestion:
    key, cosine, held, words, seconds, *flags, story = row
    hours = (seconds - asked.published_at.timestamp()) / 3600
    shared = [int(word) for place, word in enumerate(words.split(",")) if held >> place & 1]
    picture, named, leads, folded, linked, refused = map(bool, flags)
    return Suggestion(
        article=key,
        likeness=likeness(cosine, hours),
        words=tuple(naming.named(texts, {word: rank for rank, word in enumerate(shared)})),
        hours=hours,
        same_picture=picture,
        named_in_seed=named,
        story=display_text(story or ""),
        leads=leads,
        is_folded=folded,
        is_linked=linked,
        is_refused=refused,
    )
