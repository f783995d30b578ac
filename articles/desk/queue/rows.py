"""What one row of the queue shows of an article, read with a few narrow queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.conf import settings
from django.utils import timezone

from articles.desk.queue.explanations import Standing, status_of, why
from articles.display.cards import COLUMNS, Card, card, pictures_of, topics_of
from articles.models import FOLDED, Article, Conflict, RelatedLink, Review
from articles.text import display_text

SCALE = 140  # the score at which the meter is full
MORE = (
    *("version", "state", "review", "decided_at", "decided_by__first_name"),
    *("decided_by__username", "folded_into__title", "folded_into_id", "batch__hold"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """`bar` and `mark` are the score and the threshold on the meter, 0 to SCALE. `following` is the
    key of the article below it in the list."""

    article: Card
    version: int
    is_reviewed: bool
    status: str
    label: str
    explanation: str
    bar: int
    mark: int
    related: int
    following: int | None = None

    @property
    def heat(self) -> int | None:
        """The heat where it says more than the score."""
        heat = self.article.heat
        return None if heat is None or heat < 0 or heat == self.article.quality else heat

    @property
    def topics(self) -> str:
        return ", ".join(topic.label for topic in self.article.topics)


def rows(keys: Sequence[int]) -> list[Row]:
    """Return the rows of these articles, in their order; those that are gone are left out."""
    found = {row[0]: row for row in _values(keys)}
    keys = [key for key in keys if key in found]
    topics, pictures = topics_of(keys), pictures_of(keys)
    conflicts, links, leads = _conflicts(keys), _links(keys), _leads(found.values())
    now, end = timezone.now(), len(COLUMNS)
    return [
        _row(
            card(found[key][:end], pictures.get(key, ""), topics[key]),
            found[key][end:],
            conflicts[key],
            links[key],
            leads.get(key),
            following,
            now,
        )
        for key, following in zip_longest(keys, keys[1:])
    ]


def current(pk: int) -> Row | None:
    """Return the article as it is now; None if there is none."""
    return next(iter(rows([pk])), None)


def _values(keys: Sequence[int]) -> Sequence[tuple[object, ...]]:
    return Article.objects.order_by().filter(pk__in=keys).values_list(*COLUMNS, *MORE)


def _row(
    article: Card,
    more: tuple[object, ...],
    conflicts: list[str],
    related: int,
    lead: str | None,
    following: int | None,
    now: datetime,
) -> Row:
    version, state, review, decided_at, first_name, username, title, folded_into, hold = more
    standing = Standing(
        state=state,
        review=review,
        quality=article.quality,
        heat=article.heat,
        is_folded=folded_into is not None or article.heat == FOLDED,
        lead=display_text(title) if title else lead,
        decided_at=decided_at,
        decided_by=first_name or username or "",
        hold=hold,
        conflicts=conflicts,
    )
    status, label = status_of(standing)
    return Row(
        article=article,
        version=version,
        is_reviewed=review != Review.UNREVIEWED,
        status=status,
        label=label,
        explanation=why(standing, settings.QUALITY_THRESHOLD, now),
        bar=min(max(article.quality or 0, 0), SCALE),
        mark=min(settings.QUALITY_THRESHOLD, SCALE),
        related=related,
        following=following,
    )


def _conflicts(keys: Sequence[int]) -> defaultdict[int, list[str]]:
    """Return the fields in which each article waits for a choice."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = Conflict.objects.filter(article__in=keys).order_by("field")
    for article, field in rows.values_list("article_id", "field"):
        found[article].append(field)
    return found


def _links(keys: Sequence[int]) -> Counter[int]:
    rows = RelatedLink.objects.order_by().filter(article__in=keys)
    return Counter(rows.values_list("article_id", flat=True))


def _leads(rows: Sequence[tuple[object, ...]]) -> dict[int, str]:
    """Return the headline of the story that lists it, for each article that its seed had folded."""
    heat = COLUMNS.index("heat")
    keys = [row[0] for row in rows if row[heat] == FOLDED]
    if not keys:
        return {}
    links = RelatedLink.objects.filter(target__in=keys).order_by("-position", "-pk")
    return {
        key: display_text(title) for key, title in links.values_list("target_id", "article__title")
    }
