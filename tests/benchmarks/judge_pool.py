"""What suggestions are looked for among: stories whose related coverage somebody graded, other real
articles, and as many more made of the words of these.

Nothing of it is in this repository: NEWSDESK_JUDGEMENT names a file of graded stories,
NEWSDESK_EXTRA_SEEDS folders of real seeds. A line `@when|…|title|excerpt` is a story, the lines
`-A|…`, `-B|…` or `-C|…` after it are its related coverage: the same event, the same subject, or
common words only.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from pathlib import Path

from articles.seeds.document import Document, Related
from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_article

KEPT = 0.35  # of the words of the real text that another is made of
BORROWED = 0.35  # of its words: from the others; the rest is in no real text
SYLLABLES = ("an", "bor", "cu", "dra", "el", "fo", "gin", "hu", "ist", "jor", "ka", "lun", "mer")
# A few of them everywhere and most of them rare, as in any language (Zipf's law).
MADE_UP = ["".join(four) for four in product(SYLLABLES, repeat=4)]
random.Random(1).shuffle(MADE_UP)
FREQUENCY = list(accumulate(1 / rank for rank in range(10, 10 + len(MADE_UP))))


@dataclass(frozen=True)
class Piece:
    title: str
    excerpt: str
    when: datetime


@dataclass
class Story:
    """`related` are places in the pool by grade."""

    place: int
    related: dict[str, list[int]] = field(default_factory=lambda: {"A": [], "B": [], "C": []})


@dataclass
class Pool:
    pieces: list[Piece]
    stories: list[Story]


def pool(count: int) -> Pool:
    """Return so many articles, the same ones each time."""
    made = _graded(Path(os.environ["NEWSDESK_JUDGEMENT"]))
    titles = {piece.title for piece in made.pieces}
    # As many a day as that makes: all of them in the years of the graded stories.
    first, last = (end(piece.when for piece in made.pieces) for end in (min, max))
    real = [piece for piece in _real() if piece.title not in titles]
    made.pieces += real
    words = [word for piece in real for word in f"{piece.title} {piece.excerpt}".split()]
    rng = random.Random(count)
    while len(made.pieces) < count:
        when = first + rng.random() * (last - first)
        made.pieces.append(_made_of(rng, rng.choice(real), words, when))
    return _in_order(made)


def _in_order(made: Pool) -> Pool:
    """Put them in the order of their dates, as they come to a site."""
    order = sorted(range(len(made.pieces)), key=lambda place: made.pieces[place].when)
    places = {old: new for new, old in enumerate(order)}
    stories = [
        Story(
            places[story.place],
            {grade: [places[one] for one in related] for grade, related in story.related.items()},
        )
        for story in made.stories
    ]
    return Pool([made.pieces[place] for place in order], stories)


def _graded(path: Path) -> Pool:
    found = Pool([], [])
    for line in path.read_text().splitlines():
        mark, (when, *_, title, excerpt) = line[:1], line[1:].split("|")
        if mark == "-":
            found.stories[-1].related[when[0]].append(len(found.pieces))
            when = line.split("|")[1]
        else:
            found.stories.append(Story(len(found.pieces)))
        found.pieces.append(Piece(title, excerpt, datetime.fromisoformat(when).replace(tzinfo=UTC)))
    return found


def real_stories() -> Iterator[Document | Related]:
    """Yield the real seeds and the related coverage in them, those with a date."""
    roots = os.environ.get("NEWSDESK_EXTRA_SEEDS", "").split(os.pathsep)
    for path in (path for root in roots if root for path in sorted(Path(root).rglob("*"))):
        if path.suffix not in (".md", ".txt"):
            continue
        try:
            document = parse_article(path.read_bytes())
        except SeedError:
            continue
        yield from (one for one in (document, *document.related) if one.published_at)


def _real() -> Iterator[Piece]:
    for one in real_stories():
        assert one.published_at
        yield Piece(one.title, one.excerpt or "", one.published_at)


def _made_of(rng: random.Random, piece: Piece, words: list[str], when: datetime) -> Piece:
    texts = (" ".join(_other(rng, text.split(), words)) for text in (piece.title, piece.excerpt))
    title, excerpt = texts
    return Piece(title[:500], excerpt, when.replace(microsecond=0))


def _other(rng: random.Random, text: list[str], words: list[str]) -> Iterator[str]:
    for word in text:
        chance = rng.random()
        if chance < KEPT:
            yield word
        elif chance < KEPT + BORROWED:
            yield rng.choice(words)
        else:
            yield rng.choices(MADE_UP, cum_weights=FREQUENCY)[0]


def within(hours: float, one: Piece, other: Piece) -> bool:
    return abs(one.when - other.when) <= timedelta(hours=hours)
