"""Which articles could be part of the same story: before anybody types a word, those that seem to
belong to it, and then what was published just before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404

from articles.desk.articles.find import found_by
from articles.display.cards import Card, cards
from articles.judgement import related
from articles.judgement.suggestion import apart
from articles.models import FOLDED, Article, Review
from articles.models.article import ArticleQuerySet

LINK, FOLD = "link", "fold"
SHOWN = 8


@dataclass(frozen=True)
class Offered:
    """`why` says what it has in common, and how far apart in time they are."""

    article: Card
    why: str


def offered(article: Article, purpose: str, query: str) -> list[Offered]:
    """Return what can be linked to it, or what it can be folded into."""
    others = _open_to(article, purpose)
    if query:
        known = dict.fromkeys(found_by(others, query), "")
    else:
        known = _likely(article, others.exclude(review=Review.REJECTED))
    found = cards(list(known), topics=False, pictures=False)
    times = {card.pk: apart(card.published_at, article.published_at) for card in found}
    return [Offered(card, known[card.pk] or times[card.pk]) for card in found]


def _open_to(article: Article, purpose: str) -> ArticleQuerySet:
    others = Article.objects.exclude(pk=article.pk)
    if purpose == FOLD:
        return others.filter(weight__gt=FOLDED)  # a member has no members
    if purpose != LINK:
        raise Http404
    linked = list(article.links.values_list("target", "canonical_url"))
    return others.exclude(
        Q(pk__in=[key for key, _ in linked if key])
        | Q(canonical_url__in=[address for _, address in linked])
    )


def _likely(article: Article, others: ArticleQuerySet) -> dict[int, str]:
    """Return the keys of the likeliest, and why they are where that is known."""
    alike = related.alike(article)
    why = {one.article: one.why for one in alike if not one.is_refused}
    here = set(others.filter(pk__in=why).values_list("pk", flat=True))
    found = {key: said for key, said in why.items() if key in here}
    near = sorted(_around(article, others), key=lambda one: abs(one[1] - article.published_at))
    for key, _ in near:
        found.setdefault(key, "")
    return dict(list(found.items())[:SHOWN])


def _around(article: Article, others: ArticleQuerySet) -> Iterator[tuple[int, datetime]]:
    """Yield those next to it in time: as many as there are in a million."""
    rows = others.values_list("pk", "published_at")
    before = rows.filter(published_at__lte=article.published_at).order_by("-published_at", "-pk")
    after = rows.filter(published_at__gt=article.published_at).order_by("published_at", "pk")
    yield from before[:SHOWN]
    yield from after[:SHOWN]
