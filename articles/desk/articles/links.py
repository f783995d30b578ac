from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from articles import search, weburls
from articles.actions import links as actions
from articles.actions.change import Done
from articles.desk import run_action
from articles.desk.articles import detail
from articles.desk.forms import LinkForm, MoveForm, VersionForm
from articles.display.cards import Card, cards
from articles.http import Request
from articles.models import Article, RelatedLink
from articles.models.article import ArticleQuerySet
from articles.permissions import may_review, requires

CANDIDATES = 8
QUERY_MAX = 2000


@require_safe
@requires(may_review)
def link_search(request: Request, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    query = request.GET.get("q", "").replace("\0", "").strip()[:QUERY_MAX]
    found = _candidates(article, query) if query else []
    if request.htmx and not request.htmx.history_restore_request:
        context = {"article": article, "query": query, "candidates": found}
        return render(request, "desk/articles/_candidates.html", context)
    return detail.page(request, pk, query=query, candidates=found)


@require_POST
@requires(may_review)
def link_add(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(
        request, pk, LinkForm(request.POST), actions.add, "Linked coverage to"
    )


@require_POST
@requires(may_review)
def link_remove(request: Request, pk: int, link: int) -> HttpResponse:
    removal = _of_link(actions.remove, pk, link)
    return run_action.perform(
        request, pk, VersionForm(request.POST), removal, "Removed coverage from"
    )


@require_POST
@requires(may_review)
def link_move(request: Request, pk: int, link: int) -> HttpResponse:
    move = _of_link(actions.move, pk, link)
    return run_action.perform(request, pk, MoveForm(request.POST), move, "Reordered coverage of")


def _of_link(
    action: Callable[..., Done[Article]], pk: int, link: int
) -> Callable[..., Done[Article]]:
    def act(**arguments: Any) -> Done[Article]:
        row = get_object_or_404(RelatedLink, pk=link, article=pk)
        return action(link=row, **arguments)

    return act


def _candidates(article: Article, query: str) -> list[Card]:
    others = Article.objects.exclude(pk=article.pk)
    newest = search.matching(others, query).order_by("-published_at", "-pk")
    keys = _by_address(others, query) or newest.values_list("pk", flat=True)[:CANDIDATES]
    return cards(list(keys), topics=False, pictures=False)


def _by_address(articles: ArticleQuerySet, query: str) -> list[int]:
    try:
        address = weburls.canonical(weburls.clean(query))
    except ValueError:
        return []
    return list(articles.filter(canonical_url=address).values_list("pk", flat=True)[:1])
