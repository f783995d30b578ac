"""Which articles belong to one: those of the days around it that say the same telling words.

One statement finds them, along an index of words by day. What it costs follows how much was
published in these days, and never how much there is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db import connection

from articles.judgement import statement
from articles.judgement.naming import Named
from articles.judgement.suggestion import Suggestion
from articles.judgement.texts import day_number, words_in
from articles.judgement.weights import HOURS, likeness, weight
from articles.text import display_text, summary
from articles.times import day_of

DAYS = 5  # before and after
LEAST = 0.055
MOST = 10


class Story(Protocol):
    """What is asked about: an article, its card, or what is no article here."""

    @property
    def pk(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def excerpt(self) -> str: ...
    @property
    def published_at(self) -> datetime: ...


class Text(NamedTuple):
    """A story that is no article here, but may become one."""

    title: str
    excerpt: str
    published_at: datetime
    pk: int = 0


class Known(NamedTuple):
    """What the statement says of an article beside the other."""

    same_picture: bool
    named_in_seed: bool
    leads: bool
    is_folded: bool
    is_linked: bool
    is_refused: bool
    story: str
    title: str
    own_source: str
    source: str
    aliases: str


class Likely(NamedTuple):
    """`words` are those that both hold, the most telling first."""

    article: int
    cosine: float
    likeness: float
    hours: float
    words: list[int]
    known: Known


def suggested(story: Story) -> list[Suggestion]:
    """Return what may be linked to it, the likeliest first: neither what is, nor what an editor
    said does not belong there, nor what is part of the same story."""
    return suggested_of(story, ranked(story))


def suggested_of(story: Story, ranked: Sequence[Likely]) -> list[Suggestion]:
    """Return what `suggested` does, of what was ranked already."""
    likely = (one for one in ranked if one.likeness >= LEAST)
    left = [one for one in likely if not (one.known.is_linked or one.known.is_refused)]
    return suggestions(story, left[:MOST])


def alike(story: Story) -> list[Suggestion]:
    """Return articles that seem to belong to it, the likeliest first, linked and refused ones too:
    not those that are rejected, withdrawn, or part of the same story."""
    return suggestions(story, [one for one in ranked(story) if one.likeness >= LEAST])


def ranked(story: Story) -> list[Likely]:
    """Return the likeliest, however unlikely."""
    counts = words_in(story.title, story.excerpt)
    found = (_likely(story, row) for row in (_rows(story, counts) if counts else ()))
    near = (one for one in found if abs(one.hours) <= HOURS)
    return sorted(near, key=lambda one: (-one.likeness, one.article))


def _rows(story: Story, counts: Mapping[int, int]) -> list[tuple[Any, ...]]:
    words = {word: weight(count) for word, count in counts.items()}
    day = day_number(day_of(story.published_at))
    days = range(day - DAYS, day + DAYS + 1)
    with connection.cursor() as cursor:
        cursor.execute(
            statement.SQL[connection.vendor],
            {"words": json.dumps(words), "days": json.dumps([*days]), "article": story.pk},
        )
        return cursor.fetchall()


def _likely(story: Story, row: tuple[Any, ...]) -> Likely:
    key, cosine, held, words, seconds, *known = row
    hours = (seconds - story.published_at.timestamp()) / 3600
    shared = [int(word) for place, word in enumerate(words.split(",")) if held >> place & 1]
    return Likely(key, cosine, likeness(cosine, hours), hours, shared, Known(*known))


def suggestions(story: Story, likely: Sequence[Likely]) -> list[Suggestion]:
    """Tell of these as what is suggested to the story, in their order."""
    if not likely:
        return []
    headline = display_text(story.title)
    names = Named((headline, summary(story.excerpt, headline)))
    return [_suggestion(one, names) for one in likely]


def _suggestion(likely: Likely, names: Named) -> Suggestion:
    known = likely.known
    return Suggestion(
        article=likely.article,
        title=display_text(known.title),
        source=_source(known),
        likeness=likely.likeness,
        words=tuple(names.said({word: rank for rank, word in enumerate(likely.words)})),
        hours=likely.hours,
        same_picture=bool(known.same_picture),
        named_in_seed=bool(known.named_in_seed),
        story=display_text(known.story),
        leads=bool(known.leads),
        is_folded=bool(known.is_folded),
        is_linked=bool(known.is_linked),
        is_refused=bool(known.is_refused),
    )


def _source(known: Known) -> str:
    """Return what the story calls its provider, as `Article.source_name` does."""
    own = known.own_source
    is_alias = not own or own in json.loads(known.aliases)
    return display_text(known.source if is_alias else own)
