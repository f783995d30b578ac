"""What one row of the queue shows of an article, read with a few narrow queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from articles import wording
from articles.desk.queue.effects import ScoreButton, captions, effect_of, score_buttons
from articles.desk.queue.explanations import Standing, explain
from articles.display.cards import COLUMNS, Card, ValueRow, card, pictures_of, topics_of
from articles.display.prepared import NUMBERS, Prepared
from articles.models import (
    FOLDED,
    Article,
    BatchState,
    Conflict,
    RelatedLink,
    Review,
    StateBy,
)
from articles.text import display_text

SCALE = 200  # the score at which the meter is full: the machines' go up to about there
FIGURES, ROOM = (0, 100, 150, SCALE), 20
MORE = (
    *("version", "state", "state_by", "review", "decided_at", "changed_at"),
    "decided_by__first_name",
    *(
        "decided_by__last_name",
        "decided_by__username",
        "folded_into__title",
        "folded_into_id",
        "batch__state",
    ),
)
ARTICLES = Prepared(
    NUMBERS,
    lambda keys: Article.objects.order_by().filter(pk__among=keys).values_list(*COLUMNS, *MORE),
)
CONFLICTS = Prepared(
    NUMBERS,
    lambda keys: (
        Conflict.objects.filter(article__among=keys)
        .order_by("field")
        .values_list("article_id", "field")
    ),
)
LINKS = Prepared(
    NUMBERS,
    lambda keys: (
        RelatedLink.objects.order_by().filter(article__among=keys).values_list("article_id")
    ),
)


class More(NamedTuple):
    version: int
    state: str
    state_by: str
    review: str
    decided_at: datetime | None
    changed_at: datetime | None
    first_name: str | None
    last_name: str | None
    username: str | None
    lead: str | None
    folded_into: int | None
    batch: str

    @property
    def editor(self) -> str:
        return f"{self.first_name or ''} {self.last_name or ''}".strip() or self.username or ""


@dataclass(frozen=True, slots=True)
class Row:
    """`bar` is the score on the meter, in per cent of it. `stands` goes after "stays"; `can_agree`
    tells whether agreeing would change anything. `following` is the key of the article below it in
    the list."""

    article: Card
    version: int
    is_reviewed: bool
    status: str
    label: str
    explanation: str
    bar: str
    related: int
    stands: str
    is_pinned: bool
    can_agree: bool
    following: int | None = None

    @property
    def threshold(self) -> int:
        return int(settings.QUALITY_THRESHOLD)

    @property
    def threshold_at(self) -> str:
        return on_scale(self.threshold)

    @property
    def figures(self) -> list[tuple[str, int]]:
        """Return the figures under the scale with their places; the threshold drives others off."""
        marks = [self.threshold, *(n for n in FIGURES if abs(n - self.threshold) >= ROOM)]
        return [(on_scale(mark), mark) for mark in sorted(marks) if 0 <= mark <= SCALE]

    @property
    def score_buttons(self) -> list[ScoreButton]:
        return score_buttons(self.threshold, self.stands if self.is_pinned else "")

    @property
    def exact_effect(self) -> str:
        if self.is_pinned:
            return effect_of(0, self.threshold, self.stands)
        return f"{self.threshold} and more would publish, less or none would hold"

    @property
    def effects(self) -> list[str]:
        return captions(self.score_buttons)

    @property
    def heat(self) -> int | None:
        """Return the heat where it says more than the score, else None."""
        heat = self.article.heat
        return None if heat is None or heat < 0 or heat == self.article.quality else heat

    @property
    def topics(self) -> str:
        return ", ".join(topic.label for topic in self.article.topics)


def on_scale(score: int) -> str:
    return f"{100 * min(max(score, 0), SCALE) / SCALE:g}"


def rows(keys: Sequence[int]) -> list[Row]:
    """Return the rows of these articles, in their order; those that are gone are left out."""
    found = {row[0]: row for row in ARTICLES(keys)}
    keys = [key for key in keys if key in found]
    topics, pictures = topics_of(keys), pictures_of(keys)
    conflicts, links, leads = _conflicts(keys), _links(keys), _leads(found.values())
    now, end = timezone.now(), len(COLUMNS)
    return [
        _row(
            card(found[key][:end], pictures.get(key, ""), topics[key]),
            More(*found[key][end:]),
            conflicts[key],
            links[key],
            leads.get(key),
            following,
            now,
        )
        for key, following in zip_longest(keys, keys[1:])
    ]


def current(pk: int) -> Row | None:
    return next(iter(rows([pk])), None)


def _row(
    article: Card,
    more: More,
    conflicts: list[str],
    related: int,
    lead: str | None,
    following: int | None,
    now: datetime,
) -> Row:
    standing = Standing(
        state=more.state,
        state_by=more.state_by,
        review=more.review,
        quality=article.quality,
        heat=article.heat,
        is_folded=more.folded_into is not None or article.heat == FOLDED,
        lead=display_text(more.lead) if more.lead else lead,
        decided_at=more.decided_at,
        decided_by=more.editor,
        changed=more.decided_at is not None and more.changed_at is not None,
        withdrawn=more.batch in (BatchState.UNDOING, BatchState.UNDONE),
        conflicts=conflicts,
        published_at=article.published_at,
    )
    status = wording.status(standing, in_conflict=bool(conflicts))
    return Row(
        article=article,
        version=more.version,
        is_reviewed=more.review != Review.UNREVIEWED,
        status=status,
        label=status.word,
        explanation=explain(standing, settings.QUALITY_THRESHOLD, now),
        bar=on_scale(article.quality or 0),
        related=related,
        stands=wording.stands(more),
        is_pinned=more.state_by == StateBy.PERSON,
        can_agree=more.state_by != StateBy.PERSON or standing.changed,
        following=following,
    )


def _conflicts(keys: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for article, field in CONFLICTS(keys):
        found[article].append(field)
    return found


def _links(keys: Sequence[int]) -> Counter[int]:
    return Counter(article for (article,) in LINKS(keys))


def _leads(rows: Iterable[ValueRow]) -> dict[int, str]:
    """Return the headline of the story that lists it, for each article that its seed had folded."""
    heat = COLUMNS.index("heat")
    keys = [row[0] for row in rows if row[heat] == FOLDED]
    if not keys:
        return {}
    links = RelatedLink.objects.filter(target__in=keys).order_by("-position", "-pk")
    return {
        key: display_text(title) for key, title in links.values_list("target_id", "article__title")
    }
