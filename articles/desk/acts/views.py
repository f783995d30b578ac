from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_list_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.actions.errors import Refused, Stale
from articles.desk import run_action
from articles.desk.act_keys import act_of
from articles.desk.acts.undo_once import Outcome, undo_once
from articles.desk.addresses import local_next
from articles.desk.forms import ActForm, UndoForm
from articles.history import today
from articles.history.undo import may_undo
from articles.http import Request
from articles.models import Event
from articles.permissions import may_review, requires
from articles.queue import queues

NOTHING_LEFT = "Nothing left to undo today"


@require_safe
@requires(may_review)
def act_list(request: Request) -> HttpResponse:
    below = request.GET.get("below", "")
    # A mangled link starts from the top.
    start = int(below) if below.isascii() and below.isdigit() and len(below) < 19 else None
    context = {"acts": today.page(request.user, start), "first": start is None}
    return render(request, "desk/acts/list.html", context)


@require_POST
@requires(may_review)
def undo(request: Request) -> HttpResponse:
    """Undo one act on articles, or what was said of a source; imports, topics and all else of
    providers are not undone from here."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Http404
    event = get_list_or_404(Event, group=form.cleaned_data["group"])[0]
    if not may_undo(event, request.user):
        raise Http404
    if event.article_id is None:
        return _undo_on_source(request, form, event)
    try:
        return _undo(request, form, lambda: event)
    except Refused as error:
        return run_action.failed(request, event.article_id, str(error), 422)


@require_POST
@requires(may_review)
def undo_last(request: Request) -> HttpResponse:
    """Undo the newest of the user's own acts of today: again and again, it walks on."""
    form = ActForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        return _undo(request, form, lambda: today.newest_that_holds(request.user))
    except Refused as error:  # it still goes on
        newest = today.newest_that_holds(request.user)
        return run_action.failed(request, (newest and newest.article_id) or 0, str(error), 422)


def _undo(request: Request, form: ActForm, find: Callable[[], Event | None]) -> HttpResponse:
    undo = act_of(request, form.cleaned_data["key"])
    try:
        outcome = undo_once(by=request.user, undo=undo, find=find)
    except Stale as error:
        message = run_action.stale_message(error.row, error.row.version - 1)
        return run_action.failed(request, error.row.pk, message, 409)
    if outcome is None:
        return _nothing_left(request)
    article = outcome.event.article_id or 0
    also = run_action.others_of(outcome.undone.act, article) if outcome.undone.done > 1 else []
    return run_action.succeeded(request, article, _toast(outcome), "undone", also)


def _undo_on_source(request: Request, form: ActForm, event: Event) -> HttpResponse:
    undo = act_of(request, form.cleaned_data["key"])
    try:
        outcome = undo_once(by=request.user, undo=undo, find=lambda: event)
        toast = _toast(outcome) if outcome else run_action.Toast(NOTHING_LEFT, level="warn")
    except (Refused, Stale) as problem:
        toast = run_action.Toast(f"Not undone: {problem}", level="warn")
    run_action.say_next(request, toast)
    page = reverse("desk:source-detail", args=[event.provider_id])
    return redirect(local_next(request, page))


def _toast(outcome: Outcome) -> run_action.Toast:
    said, undone = outcome.said, outcome.undone
    if outcome.later:
        return run_action.Toast(f"Undoing, in the background: {said}", job=outcome.later)
    left = "; ".join(undone.skipped)
    if not undone.done:
        # The reason comes first: the end of a line may be cut.
        event = outcome.event
        subject = event.article or event.topic or event.provider
        why = left.removeprefix(f"“{subject}”: ") or "nothing of it is there any more"
        return run_action.Toast(f"Not undone, {why}: {said}", level="warn")
    if left:
        return run_action.Toast(f"Undone in part: {said}. {left}", level="warn")
    return run_action.Toast(f"Undone: {said}")


def _nothing_left(request: Request) -> HttpResponse:
    if request.htmx:
        context = {"said": NOTHING_LEFT, "counts": queues.counts(request.user)}
        return render(request, "desk/acts/_nothing_left.html", context)
    messages.info(request, NOTHING_LEFT)
    return redirect(local_next(request, reverse("desk:act-list")))
