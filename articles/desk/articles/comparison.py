"""What the seed says against what we say, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from articles import text, wording
from articles.actions.values import field_name, of_event
from articles.models import Article, Conflict, Event
from articles.seeds.document import Document
from articles.seeds.errors import SeedError
from articles.seeds.parse import parse_article
from articles.seeds.values import STATES

COMPARED = ("title", "excerpt", "quality", "state", "topics", "images", "related")
NOTHING = "—"


@dataclass(frozen=True)
class Line:
    """One field. `by` is who changed ours last, "" where it is as it came."""

    label: str
    theirs: str
    ours: str
    by: str
    conflict: Conflict | None

    @property
    def differs(self) -> bool:
        return self.theirs != self.ours


@dataclass(frozen=True)
class Comparison:
    lines: Sequence[Line] = ()
    problem: str = ""

    @property
    def others(self) -> list[Line]:
        """Return those that are not the same on both sides, or are to be decided."""
        return [line for line in self.lines if line.differs or line.conflict]

    @property
    def same(self) -> str:
        others = self.others
        return wording.listing([line.label.lower() for line in self.lines if line not in others])

    @property
    def conflicts(self) -> int:
        return sum(line.conflict is not None for line in self.lines)


def compare(
    article: Article, seed_text: str | None, events: Sequence[Event], links: int
) -> Comparison:
    """Compare field by field; `events` is the history, newest first, `links` a number."""
    if seed_text is None:
        return Comparison(problem="There is no seed of this article here.")
    try:
        seed = parse_article(seed_text.encode())
    except SeedError as error:
        return Comparison(problem=f"The seed cannot be read: {error}")
    theirs, ours = _of_seed(seed), _of_article(article, links)
    conflicts = {conflict.field: conflict for conflict in article.conflicts.all()}
    return Comparison(
        [
            Line(
                capfirst(wording.field(name)),
                theirs[name],
                ours[name],
                _changed_by(name, events),
                conflicts.get(name),
            )
            for name in COMPARED
        ]
    )


def _of_seed(seed: Document) -> dict[str, str]:
    return {
        "title": text.display_text(seed.title),
        "excerpt": text.display_excerpt(seed.excerpt) or NOTHING,
        "quality": _number(seed.quality),
        "state": wording.STATES[STATES[seed.published]],
        "topics": ", ".join(seed.topics) or NOTHING,
        "images": _names([picture.url for picture in seed.images]),
        "related": _count(len(seed.related)),
    }


def _of_article(article: Article, links: int) -> dict[str, str]:
    return {
        "title": article.headline,
        "excerpt": text.display_excerpt(article.excerpt) or NOTHING,
        "quality": _number(article.quality),
        "state": wording.STATES[article.state],
        "topics": ", ".join(topic.name for topic in article.listed_topics) or NOTHING,
        "images": _names([row.image.url for row in article.article_images.all()]),
        "related": _count(links),
    }


def _number(value: int | None) -> str:
    return NOTHING if value is None else str(value)


def _count(links: int) -> str:
    return f"{links} {'story' if links == 1 else 'stories'}" if links else NOTHING


def _names(urls: Sequence[str]) -> str:
    """Return the pictures' file names: their addresses are too long to compare by eye."""
    return ", ".join(url.strip().rsplit("/", 1)[-1] for url in urls) or NOTHING


def _changed_by(name: str, events: Sequence[Event]) -> str:
    """Name who changed our value last; whoever ran an import, it was the seed's doing."""
    for event in events:
        _, after = of_event(event)
        if field_name(name) in after:
            return _doer(event)
    return ""


def _doer(event: Event) -> str:
    if event.with_import and event.with_import.action == "undo-import":
        return f"the undo of batch {event.with_import.batch_id}"
    return "the seed" if event.action == "import" or event.with_import else wording.who(event)
