from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from articles.actions.judgement import duplicates as actions
from articles.desk import run_action
from articles.desk.duplicates import pairs
from articles.desk.forms import FoldForm, SuggestionForm
from articles.history import today
from articles.http import Request
from articles.permissions import may_review, requires
from articles.queue import queues


@require_safe
@requires(may_review)
def duplicate_list(request: Request) -> HttpResponse:
    since = pairs.moment(request.GET.get("since", ""))
    page = pairs.page(since, request.GET.get("after", ""))
    shown = pairs.pairs(page.rows, since, request.user)
    context = {
        "page": page,
        "pairs": shown,
        "current": pairs.current(shown),
        "since": since,
        "here": _here(since, request.GET.get("after", "")),
        "counts": queues.counts(request.user),
        "decided": None if page.rows else today.pairs_decided(request.user),
    }
    return render(request, "desk/duplicates/list.html", context)


@require_POST
@requires(may_review)
def article_merge(request: Request, pk: int) -> HttpResponse:
    form = FoldForm(request.POST)
    return run_action.perform(request, pk, form, actions.merge, "Merged", alone=False)


@require_POST
@requires(may_review)
def article_keep_apart(request: Request, pk: int) -> HttpResponse:
    form = SuggestionForm(request.POST)
    return run_action.perform(request, pk, form, actions.keep_apart, "Kept apart from its double:")


def _here(since: pairs.Moment, after: str) -> str:
    """Return the address that shows the same list again."""
    asked = {"since": str(since)} | ({"after": after} if after else {})
    return f"{reverse('desk:duplicate-list')}?{urlencode(asked)}"
