from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from articles.actions import conflicts as actions
from articles.actions.change import Done
from articles.desk import run_action
from articles.desk.act_keys import act_of
from articles.desk.conflicts import side_by_side
from articles.desk.forms import VersionForm
from articles.http import Request
from articles.models import Article, Conflict
from articles.permissions import may_review, requires


@require_safe
@requires(may_review)
def conflict_list(request: Request) -> HttpResponse:
    page = side_by_side.page(request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": side_by_side.rows(page.rows),
        "here": request.get_full_path(),
    }
    return render(request, "desk/conflicts/list.html", context)


@require_POST
@requires(may_review)
def article_keep_ours(request: Request, pk: int) -> HttpResponse:
    form = VersionForm(request.POST)
    return run_action.perform(request, pk, form, actions.keep_all_ours, "Kept our version of")


@require_POST
@requires(may_review)
def article_take_theirs(request: Request, pk: int) -> HttpResponse:
    form = VersionForm(request.POST)
    return run_action.perform(
        request, pk, form, actions.take_all_theirs, "Took the seed's version of"
    )


@require_POST
@requires(may_review)
def conflict_keep_ours(request: Request, pk: int) -> HttpResponse:
    return _settle(request, pk, actions.keep_ours, "Kept our version of")


@require_POST
@requires(may_review)
def conflict_take_theirs(request: Request, pk: int) -> HttpResponse:
    return _settle(request, pk, actions.take_theirs, "Took the seed's version of")


def _settle(
    request: Request, pk: int, action: Callable[..., Done[Article]], verb: str
) -> HttpResponse:
    form = VersionForm(request.POST)
    conflict = Conflict.objects.filter(pk=pk).first()

    def settle(*, article: int, **arguments: Any) -> Done[Article]:
        if conflict is None:
            raise Http404
        return action(conflict=conflict, **arguments)

    article = conflict.article_id if conflict else _settled(request, form)
    return run_action.perform(request, article, form, settle, verb)


def _settled(request: Request, form: VersionForm) -> int:
    """Return the article whose conflict this very request has settled before."""
    key = form.cleaned_data["key"] if form.is_valid() else None
    return get_object_or_404(Article, events__group=act_of(request, key)).pk
