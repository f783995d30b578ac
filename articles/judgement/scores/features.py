"""What of an article tells its score. Without Django."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from articles.judgement.words import words

LARGE = 600  # pixels of a picture's width
LENGTHS = 60  # characters of an excerpt in one class
LONGEST = 9  # the class of all that is longer
MOST = 5  # topics told apart
QUARTER = 6  # hours
SHORT, STEP, LONG = 60, 15, 4  # characters of a title in the first class, in each, the last class


class Feature(NamedTuple):
    """One thing about an article that can be learned, such as ("provider", "paper.example")."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is looked at. `picture` is the width of the widest, 0 where it is not known; None is no
    picture. `keywords` are those of its topics, their names too."""

    title: str
    excerpt: str
    published_at: datetime
    provider: str
    is_known: bool
    picture: int | None
    has_amp: bool
    is_video: bool
    topics: int
    keywords: Collection[str]


def features_of(story: Story) -> list[Feature]:
    """Return its features, those of whole stories before the words of its title."""
    return [
        Feature("provider", story.provider),
        Feature("known", "yes" if story.is_known else "no"),
        Feature("picture", _picture(story.picture)),
        Feature("amp", "yes" if story.has_amp else "no"),
        Feature("video", "yes" if story.is_video else "no"),
        Feature("topics", str(min(story.topics, MOST))),
        Feature("keyword", _keyword(story)),
        Feature("length", str(min(len(story.excerpt) // LENGTHS, LONGEST))),
        Feature("headline", _headline(story.title)),
        Feature("quarter", str(story.published_at.hour // QUARTER)),
        *(Feature("word", word) for word in dict.fromkeys(words(story.title))),
    ]


def _headline(title: str) -> str:
    return str(min(max(len(title) - SHORT, 0) // STEP, LONG))


def _picture(width: int | None) -> str:
    if width is None:
        return "none"
    return "large" if width >= LARGE else "small"


def _keyword(story: Story) -> str:
    """Return where one of its topics is named: in the title, else in the excerpt, else nowhere."""
    for place, text in (("title", story.title), ("excerpt", story.excerpt)):
        held = f" {' '.join(words(text))} "
        if any(f" {' '.join(words(keyword))} " in held for keyword in story.keywords):
            return place
    return "none"
