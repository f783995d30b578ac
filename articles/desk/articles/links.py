from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from articles.actions import links as actions
from articles.actions.change import Done
from articles.desk import run_action
from articles.desk.articles import detail
from articles.desk.articles.find import found_by, typed
from articles.desk.articles.offered import LINK, offered
from articles.desk.forms import LinkForm, MoveForm, VersionForm
from articles.display.cards import cards
from articles.http import Request
from articles.models import Article, RelatedLink
from articles.permissions import may_review, requires


@require_safe
@requires(may_review)
def link_search(request: Request, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    query = typed(request.GET.get("q", ""))
    keys = found_by(Article.objects.exclude(pk=pk), query) if query else []
    found = cards(keys, topics=False, pictures=False)
    if request.htmx and not request.htmx.history_restore_request:
        context = {"article": article, "query": query, "candidates": found}
        return render(request, "desk/articles/_candidates.html", context)
    return detail.page(request, pk, query=query, candidates=found)


@require_safe
@requires(may_review)
def link_offered(request: Request, pk: int) -> HttpResponse:
    """Name what could be linked to an article, or what it could be folded into, to choose from."""
    article = get_object_or_404(Article, pk=pk)
    query = typed(request.GET.get("q", ""))
    found = offered(article, request.GET.get("for", LINK), query)
    context = {"offered": found, "query": query}
    return render(request, "desk/articles/_offered.html", context)


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
