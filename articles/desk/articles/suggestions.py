"""An editor's answers to what seems to belong to an article: it is linked, or never named again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from articles.actions.judgement import suggestions as actions
from articles.desk import run_action
from articles.desk.forms import SuggestionForm
from articles.desk.queue.rows import current
from articles.desk.stories.part import around
from articles.http import Request
from articles.permissions import may_review, requires


@require_safe
@requires(may_review)
def suggestion_list(request: Request, pk: int) -> HttpResponse:
    """Answer with what is suggested, for a pane that stood there without."""
    row = current(pk)
    if row is None:
        raise Http404
    context = {"selected": row, "around": around(row)}
    return render(request, "desk/articles/_suggestions.html", context)


@require_POST
@requires(may_review)
def suggestion_accept(request: Request, pk: int) -> HttpResponse:
    form = SuggestionForm(request.POST)
    return run_action.perform(request, pk, form, actions.accept, "Linked coverage to")


@require_POST
@requires(may_review)
def suggestion_refuse(request: Request, pk: int) -> HttpResponse:
    form = SuggestionForm(request.POST)
    return run_action.perform(request, pk, form, actions.refuse, "Refused a suggestion for")
