"""Open conflicts side by side: what the seed said, what it says now, what we say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.text import capfirst

from articles import paging, wording
from articles.actions import values
from articles.desk.articles.comparison import NOTHING
from articles.history.differences import Span, Tag, words
from articles.models import Article, Conflict
from articles.text import display_text

PAGE_SIZE = 20  # articles


@dataclass(frozen=True)
class Sides:
    """One field in conflict, and the next one on the page. `theirs` and `ours` mark what each side
    changed of `base`."""

    conflict: Conflict
    label: str
    base: str
    theirs: Sequence[Span]
    ours: Sequence[Span]
    following: int | None


@dataclass(frozen=True)
class Contested:
    article: Article
    fields: Sequence[Sides]
    following: int | None  # the first conflict of the next article


def page(cursor: str) -> paging.Page[Article]:
    articles = Article.objects.filter(pk__in=Conflict.objects.values("article"))
    wanted = articles.with_cards().prefetch_related("conflicts")
    return paging.page(wanted, ("-id",), cursor, PAGE_SIZE)


def rows(articles: Sequence[Article]) -> list[Contested]:
    """Compare articles that come from `page`: nothing that they prefetch costs a query."""
    found = [list(article.conflicts.all()) for article in articles]
    every = [conflict.pk for conflicts in found for conflict in conflicts]
    below = dict(zip_longest(every, every[1:]))
    return [
        Contested(
            article,
            [_sides(conflict, article, below[conflict.pk]) for conflict in conflicts],
            below[conflicts[-1].pk],
        )
        for article, conflicts in zip(articles, found, strict=True)
        if conflicts
    ]


def marked(text: str, base: str) -> list[Span]:
    """Return `text` in runs of words; those that `base` has not in their place differ."""
    return [span for span in words(base, text) if span.tag != Tag.WENT]


def _sides(conflict: Conflict, article: Article, following: int | None) -> Sides:
    base = _in_words(conflict.field, conflict.base)
    theirs = _in_words(conflict.field, conflict.theirs)
    ours = _in_words(conflict.field, _ours(article, conflict.field))
    label = capfirst(wording.field(conflict.field))
    return Sides(conflict, label, base, marked(theirs, base), marked(ours, base), following)


def _ours(article: Article, field: str) -> Any:
    if field == "topics":
        return [topic.name for topic in article.listed_topics]
    if field == "images":
        return [row.image.url for row in article.article_images.all()]
    return values.read(article, field)


def _in_words(field: str, value: Any) -> str:
    if field == "state":
        return wording.STATES.get(value, NOTHING)
    if isinstance(value, list):
        return ", ".join(str(part) for part in value) or NOTHING
    return NOTHING if value in (None, "") else display_text(str(value))
