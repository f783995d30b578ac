"""Articles by what somebody types to find one: words of its title, or its address."""

from __future__ import annotations

from articles import search, weburls
from articles.models.article import ArticleQuerySet

MOST = 8
QUERY_MAX = 2000


def typed(query: str) -> str:
    return query.replace("\0", "").strip()[:QUERY_MAX]


def found_by(articles: ArticleQuerySet, query: str) -> list[int]:
    """Return the key of the article with this address, else those of the newest with the words."""
    newest = search.matching(articles, query).order_by("-published_at", "-pk")
    return _by_address(articles, query) or list(newest.values_list("pk", flat=True)[:MOST])


def _by_address(articles: ArticleQuerySet, query: str) -> list[int]:
    try:
        address = weburls.canonical(weburls.clean(query))
    except ValueError:
        return []
    return list(articles.filter(canonical_url=address).values_list("pk", flat=True)[:1])
