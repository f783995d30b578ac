"""Which articles belong to one: those of the days around it that say the same telling words.

One statement finds them, along an index of words by day. What it costs follows how much was
published in these days, and never how much there is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db import connection

from articles import times
from articles.judgement import indexing, statement
from articles.judgement.naming import Named
from articles.judgement.weights import HOURS, likeness, weight
from articles.text import clip, display_text, summary
from articles.times import day_of

MODEL = "related-1"  # what judges: another number where it would judge otherwise
DAYS = 5  # before and after
LEAST = 0.065
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


class Likely(NamedTuple):
    """`words` are those that both hold, the most telling first; `known` is what the statement says
    of the two besides."""

    article: int
    likeness: float
    hours: float
    words: list[int]
    known: list[Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article that seems to belong to another: which, how sure from 0 to 1, why, and by which
    version of what judges. `hours` is how much later it is; `story` the article that leads the one
    that it is part of, and `leads` tells whether others are part of its own."""

    article: int
    title: str
    source: str
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

    @property
    def reasons(self) -> list[str]:
        """Say why, in a few words each: what both say, and what else they have in common."""
        more = {
            "same picture": self.same_picture,
            "its seed names this one": self.named_in_seed,
            f"part of “{clip(self.story, 80)}”": self.story,
            "part of another story": self.is_folded and not self.story,
            "others are folded into it": self.leads,
        }
        said = [", ".join(self.words)] if self.words else []
        return [*said, *(words for words, holds in more.items() if holds)]

    @property
    def why(self) -> str:
        """Say it as a whole: "3 h later: quarry, iron battery; same picture"."""
        return ": ".join(filter(None, [_apart(self.hours), "; ".join(self.reasons)]))

    @property
    def sentence(self) -> str:
        """Say it for the history, with how sure that was and what judged so."""
        return f"suggested, {self.why} ({self.likeness:.2f}, {self.model})"


def suggested(asked: Story) -> list[Suggestion]:
    """Return what may be linked to it, the likeliest first: neither what is, nor what an editor
    said does not belong there, nor what is part of the same story."""
    return [one for one in alike(asked) if one.is_open][:MOST]


def apart(moment: datetime, other: datetime) -> str:
    """Say how far the moment is from the other one: "3 h later"."""
    return _apart((moment - other).total_seconds() / 3600)


def _apart(hours: float) -> str:
    seconds = round(abs(hours) * 3600)
    if not seconds:
        return "at the same time"
    return f"{times.wait(seconds)} {'later' if hours > 0 else 'earlier'}"


def alike(asked: Story) -> list[Suggestion]:
    """Return articles that seem to belong to it, the likeliest first, linked and refused ones too:
    not those that are rejected, withdrawn, or part of the same story."""
    likely = [row for row in ranked(asked) if row.likeness >= LEAST]
    headline = display_text(asked.title)
    names = Named((headline, summary(asked.excerpt, headline))) if likely else None
    return [_suggestion(row, names) for row in likely if names]


def ranked(asked: Story) -> list[Likely]:
    """Return the likeliest, however unlikely."""
    counts = indexing.words_in(asked.title, asked.excerpt)
    if not counts:
        return []
    rows = (_likely(asked, row) for row in _rows(asked, counts))
    near = (row for row in rows if abs(row.hours) <= HOURS)
    return sorted(near, key=lambda row: (-row.likeness, row.article))


def _rows(asked: Story, counts: Mapping[int, int]) -> list[tuple[Any, ...]]:
    words = {word: weight(count) for word, count in counts.items()}
    day = indexing.day_number(day_of(asked.published_at))
    days = range(day - DAYS, day + DAYS + 1)
    with connection.cursor() as cursor:
        cursor.execute(
            statement.SQL[connection.vendor],
            {"words": json.dumps(words), "days": json.dumps([*days]), "article": asked.pk},
        )
        return cursor.fetchall()


def _likely(asked: Story, row: tuple[Any, ...]) -> Likely:
    key, cosine, held, words, seconds, *known = row
    hours = (seconds - asked.published_at.timestamp()) / 3600
    shared = [int(word) for place, word in enumerate(words.split(",")) if held >> place & 1]
    return Likely(key, likeness(cosine, hours), hours, shared, known)


def _suggestion(row: Likely, names: Named) -> Suggestion:
    picture, named, leads, folded, linked, refused, story, title, *source = row.known
    return Suggestion(
        article=row.article,
        title=display_text(title),
        source=_source(*source),
        likeness=row.likeness,
        words=tuple(names.said({word: rank for rank, word in enumerate(row.words)})),
        hours=row.hours,
        same_picture=bool(picture),
        named_in_seed=bool(named),
        story=display_text(story),
        leads=bool(leads),
        is_folded=bool(folded),
        is_linked=bool(linked),
        is_refused=bool(refused),
    )


def _source(own: str, name: str, aliases: str) -> str:
    """Return what the story calls its provider, as `Article.source_name` does."""
    return display_text(name if not own or own in json.loads(aliases) else own)
