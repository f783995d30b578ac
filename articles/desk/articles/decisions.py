from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_list_or_404
from django.views.decorators.http import require_POST

from articles.actions import articles as actions
from articles.actions import stories
from articles.actions.errors import Refused, Stale
from articles.desk import run_action
from articles.desk.act_keys import act_of, is_done
from articles.desk.forms import FoldForm, ScoreForm, UndoForm, VersionForm
from articles.history.undo import Undone, undo_act
from articles.http import Request
from articles.models import Event
from articles.permissions import may_review, requires


@require_POST
@requires(may_review)
def article_publish(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.publish, "Published")


@require_POST
@requires(may_review)
def article_unpublish(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.unpublish, "Held")


@require_POST
@requires(may_review)
def article_reject(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.reject, "Rejected")


@require_POST
@requires(may_review)
def article_reopen(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.reopen, "Reopened")


@require_POST
@requires(may_review)
def article_score(request: Request, pk: int) -> HttpResponse:
    form = ScoreForm(request.POST)
    verb = "Scored"
    if form.is_valid():
        quality = form.cleaned_data["quality"]
        verb = "Took the score off" if quality is None else f"Scored {quality}:"
    return run_action.perform(request, pk, form, actions.score, verb)


@require_POST
@requires(may_review)
def article_fold(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, FoldForm(request.POST), stories.fold, "Folded")


@require_POST
@requires(may_review)
def article_unfold(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), stories.unfold, "Unfolded")


@require_POST
@requires(may_review)
def undo(request: Request) -> HttpResponse:
    """Take back one act on articles; imports, topics and providers are not undone from here."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Http404
    group = form.cleaned_data["group"]
    event = get_list_or_404(Event, group=group)[0]
    if event.article_id is None:
        raise Http404
    try:
        undone = _undone_once(request, group, act_of(request, form.cleaned_data["key"]))
    except Stale as error:
        message = run_action.stale_message(error.row, error.row.version - 1)
        return run_action.failed(request, event.article_id, message, 409)
    except Refused as error:
        return run_action.failed(request, event.article_id, str(error), 422)
    return run_action.succeeded(request, event.article_id, _toast(undone), "undone")


def _undone_once(request: Request, group: UUID, act: UUID) -> Undone:
    """Undo `group` by `act`; where that request has been here before, all is done already."""
    if is_done(act):
        return Undone(act, 1)
    try:
        undone = undo_act(act=group, by=request.user, group=act)
    except Stale:
        if not is_done(act):
            raise
        return Undone(act, 1)
    return undone if undone.done or not is_done(act) else Undone(act, 1)


def _toast(undone: Undone) -> run_action.Toast:
    if undone.done and not undone.skipped:
        return run_action.Toast("Undone")
    kept = "; ".join(undone.skipped) or "somebody has decided again since"
    return run_action.Toast(f"Not undone: {kept}", level="warn")
