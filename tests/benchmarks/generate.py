"""Makes a batch of seeds of real shapes and sizes; the same number makes the same batch."""

from __future__ import annotations

import base64
import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from pathlib import Path

from articles.seeds.document import Document, Picture, ProviderRef, Related
from articles.seeds.emit import emit

SYLLABLES = ("ba", "co", "den", "fi", "gra", "hol", "ka", "lem", "mi", "nor", "pa", "ral", "sto")
WORDS = ["".join(three) for three in product(SYLLABLES, repeat=3)]
COMMON_WORD, RARE_WORD = WORDS[20], WORDS[-20]
# Some words are everywhere and most are rare, as in any language (Zipf's law).
FREQUENCY = list(accumulate(1 / rank for rank in range(10, 10 + len(WORDS))))
# As on real sites: one root that most stories list as well, a row of topics, one of them deeper.
ROOT, *BELOW = TOPICS = [f"Topic {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
PARENTS = {**dict.fromkeys(BELOW, ROOT), "Topic C": "Topic B"}
PAPERS = 400
NEWEST = datetime(2026, 11, 20, 18, tzinfo=UTC)
STEP = timedelta(minutes=9)  # 160 stories a day


def generate(folder: Path, count: int) -> None:
    """Write `count` seeds, about 3 kB each, and the topics they name as a site's checkout."""
    _topics(folder / "_data" / "topics")
    target = folder / "_news"
    target.mkdir(parents=True)
    rng = random.Random(count)
    for number in range(count):
        document = _document(rng, number)
        stem = f"{document.published_at:%Y-%m-%d}-story-{number:06d}"
        (target / f"{stem}.md").write_bytes(emit(document))


def slug(topic: str) -> str:
    return topic.lower().replace(" ", "-")


def _topics(target: Path) -> None:
    target.mkdir(parents=True)
    for order, name in enumerate(TOPICS):
        lines = ["taxonomy: topic", f"_id: {slug(name)}", f"name: {name}"]
        lines += [f"parent: {PARENTS[name]}"] if name in PARENTS else []
        lines += [f"description: All about {name}.", ""]
        (target / f"{order:02d}-{slug(name)}.yaml").write_text("\n".join(lines))


def _document(rng: random.Random, number: int) -> Document:
    quality = rng.randint(0, 140)
    related = [_related(rng, number) for _ in range(rng.choice((0, 0, 0, 2, 3, 3, 5, 6)))]
    url = _url(number)
    return Document(
        title=_words(rng, 10).capitalize(),
        excerpt=_words(rng, 30).capitalize() + ".",
        published_at=NEWEST - number * STEP,
        original_url=url,
        web_url=url,
        quality=quality,
        heat=quality + 10 * len(related) if rng.random() < 0.7 else -1,
        published=quality >= 70,
        provider=_paper(number),
        topics=_listed(rng),
        images=(_picture(rng),) if rng.random() < 0.9 else (),
        related=tuple(related),
        secured=_secured(rng),
    )


def _listed(rng: random.Random) -> tuple[str, ...]:
    root = [ROOT] if rng.random() < 0.7 else []
    return (*root, *rng.sample(BELOW, rng.randint(1, 3)))


def _related(rng: random.Random, number: int) -> Related:
    """Every fourth is a story that has a seed of its own, a little newer."""
    other = max(0, number - rng.randint(1, 50))
    paper = other if rng.random() < 0.25 else rng.randint(0, PAPERS - 1)
    elsewhere = f"https://{_paper(paper).domain}/{rng.getrandbits(48)}/{_words(rng, 5, '-')}"
    return Related(
        title=_words(rng, 9).capitalize(),
        excerpt=_words(rng, 30).capitalize() + ".",
        published_at=NEWEST - other * STEP,
        web_url=_url(other) if paper == other else elsewhere,
        provider=_paper(paper),
        quality=rng.randint(0, 100),
        images=(_picture(rng),) if rng.random() < 0.5 else (),
    )


def _url(number: int) -> str:
    """The address of a story of the batch."""
    words = "-".join(WORDS[(number // step) % len(WORDS)] for step in (1, 3, 5, 7, 11, 13))
    return f"https://www.{_paper(number).domain}/{number}/{words}.html"


def _paper(number: int) -> ProviderRef:
    paper = number % PAPERS
    return ProviderRef(name=f"Paper {paper}", domain=f"paper{paper}.example")


def _picture(rng: random.Random) -> Picture:
    url = f"https://cdn.example/{rng.getrandbits(64):x}/{_words(rng, 3, '-')}.jpg"
    return Picture(url=url, width=1200, height=800, is_cached=True)


def _secured(rng: random.Random) -> str:
    return ";".join(base64.b64encode(rng.randbytes(size)).decode() for size in (400, 16))


def _words(rng: random.Random, count: int, joint: str = " ") -> str:
    return joint.join(rng.choices(WORDS, cum_weights=FREQUENCY, k=count))
