from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from articles import search, weburls
from articles.actions import links as actions
from articles.actions.change import Done
from articles.desk import run_action
from articles.desk.articles import detail
from articles.desk.forms import LinkForm, MoveForm, VersionForm
from articles.models import Article, RelatedLink
from articles.permissions import may_review, requires

CANDIDATES = 8
QUERY_MAX = 2000


@require_safe
@requires(may_review)
def link_search(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    query = request.GET.get("q", "").replace("\0", "").strip()[:QUERY_MAX]
    found = {"query": query, "candidates": _candidates(article, query) if query else []}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "desk/articles/_candidates.html", {"article": article, **found})
    return detail.page(request, pk, **found)


@require_POST
@requires(may_review)
def link_add(request: HttpRequest, pk: int) -> HttpResponse:
    form = LinkForm(request.POST)
    return run_action.perform(request, pk, form, actions.add, "Linked coverage to", link=form)


@require_POST
@requires(may_review)
def link_remove(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    removal = _of_link(actions.remove, pk, link)
    return run_action.perform(
        request, pk, VersionForm(request.POST), removal, "Removed coverage from"
    )


@require_POST
@requires(may_review)
def link_move(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    move = _of_link(actions.move, pk, link)
    return run_action.perform(request, pk, MoveForm(request.POST), move, "Reordered coverage of")


def _of_link(
    action: Callable[..., Done[Article]], pk: int, link: int
) -> Callable[..., Done[Article]]:
    """Bind the action to that link of that article, and of no other."""
    return partial(action, link=get_object_or_404(RelatedLink, pk=link, article=pk))


def _candidates(article: Article, query: str) -> Sequence[Article]:
    others = Article.objects.with_cards().exclude(pk=article.pk)
    newest = search.matching(others, query).order_by("-published_at", "-pk")
    return _by_address(others, query) or newest[:CANDIDATES]


def _by_address(articles, query: str) -> Sequence[Article]:
    try:
        return list(articles.filter(canonical_url=weburls.canonical(weburls.clean(query)))[:1])
    except ValueError:
        return []
