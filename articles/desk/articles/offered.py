"""Which articles could be part of the same story: before anybody types a word, those of about its
time that share telling words with its title, and then what its source had just before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import NamedTuple

from django.db.models import Q
from django.http import Http404

from articles import search, times
from articles.desk.articles.find import found_by
from articles.display.cards import Card, cards
from articles.models import FOLDED, Article, Review
from articles.models.article import ArticleQuerySet
from articles.text import display_text

LINK, FOLD = "link", "fold"
NEIGHBOURS = 400  # that are looked at on either side, in time
SHOWN = 8
NAMED = 3  # words that are said
SHORTEST = 3  # letters of a word that may tell something
COMMON = 0.2  # share of the neighbours above which a word tells nothing
TELLING = 5  # how much one word has to tell where no other is shared
# So few neighbours may have these that they would seem to tell something.
EMPTY = search.words(
    "after again against are been before being can cannot could does first for from has have her "
    "his how into its last may more most must new not off one only our out over own says she than "
    "that the their them then there these they this those through two under until upon was were "
    "what when where which while who why will with without would year years you your"
).split()


@dataclass(frozen=True)
class Offered:
    """`why` says what it has in common, and how far apart in time they are."""

    article: Card
    why: str


class _Near(NamedTuple):
    pk: int
    search_words: str
    published_at: datetime
    provider: int


def offered(article: Article, purpose: str, query: str) -> list[Offered]:
    """Return what can be linked to it, or what it can be folded into."""
    others = _open_to(article, purpose)
    if query:
        known = dict.fromkeys(found_by(others, query), "")
    else:
        known = _alike(article, others.exclude(review=Review.REJECTED))
    found = cards(list(known), topics=False, pictures=False)
    return [Offered(card, _said(known[card.pk], card, article)) for card in found]


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


def _alike(article: Article, others: ArticleQuerySet) -> dict[int, str]:
    """Return the keys of the likeliest, with the words that they share."""
    near, words = _around(article, others), _words(display_text(article.title))
    telling = _weights(words, near)
    shared = {one.pk: words & set(one.search_words.split()) & telling.keys() for one in near}

    def unlike(one: _Near) -> tuple[float, bool, float]:
        weight = sum(telling[word] for word in shared[one.pk])
        apart = abs((one.published_at - article.published_at).total_seconds())
        likeness = weight if len(shared[one.pk]) > 1 or weight >= TELLING else 0
        return (-likeness, one.provider != article.provider_id, apart)

    likely = sorted(near, key=unlike)[:SHOWN]
    return {
        one.pk: ", ".join(sorted(shared[one.pk], key=lambda word: -telling[word])[:NAMED])
        for one in likely
    }


def _around(article: Article, others: ArticleQuerySet) -> list[_Near]:
    """Return those next to it in time: as many as there are in a million."""
    rows = others.values_list("pk", "search_words", "published_at", "provider")
    before = rows.filter(published_at__lte=article.published_at).order_by("-published_at", "-pk")
    after = rows.filter(published_at__gt=article.published_at).order_by("published_at", "pk")
    return [_Near(*row) for row in (*before[:NEIGHBOURS], *after[:NEIGHBOURS])]


def _words(title: str) -> set[str]:
    words = {word for word in search.words(title).split() if len(word) >= SHORTEST}
    return words.difference(EMPTY)


def _weights(words: Iterable[str], near: Iterable[_Near]) -> Mapping[str, float]:
    """Return how much each word tells: the more, the fewer of the neighbours have it."""
    texts = [set(one.search_words.split()) for one in near]
    counts = Counter(word for word in words for text in texts if word in text)
    return {
        word: log(1 + len(texts) / count)
        for word, count in counts.items()
        if count <= max(2, COMMON * len(texts))
    }


def _said(words: str, card: Card, article: Article) -> str:
    seconds = round((card.published_at - article.published_at).total_seconds())
    apart = f"{times.wait(abs(seconds))} {'later' if seconds > 0 else 'earlier'}"
    when = apart if seconds else "at the same time"
    return f"{when}: {words}" if words else when
