from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpResponse
from django.shortcuts import get_list_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.actions.errors import Refused, Stale
from articles.desk import run_action
from articles.desk.act_keys import act_of, is_done
from articles.desk.acts import today
from articles.desk.addresses import local_next
from articles.desk.forms import ActForm, UndoForm
from articles.desk.queue import queues
from articles.history.undo import Undone, undo_act
from articles.http import Request
from articles.models import Event
from articles.permissions import may_review, requires

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
    """Take back one act on articles; imports, topics and providers are not undone from here."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Http404
    event = get_list_or_404(Event, group=form.cleaned_data["group"])[0]
    if event.article_id is None:
        raise Http404
    return _take_back(request, event, act_of(request, form.cleaned_data["key"]))


@require_POST
@requires(may_review)
def undo_last(request: Request) -> HttpResponse:
    """Take back the newest of the user's own acts of today: again and again, it walks on."""
    form = ActForm(request.POST)
    if not form.is_valid():
        raise Http404
    undo = act_of(request, form.cleaned_data["key"])
    event = _undone_by(undo) or today.newest_that_holds(request.user)
    if event is None or event.article_id is None:
        return _nothing_left(request)
    return _take_back(request, event, undo)


def _undone_by(undo: UUID) -> Event | None:
    """Return what this very undo took back, or tried to, when its request came before."""
    return Event.objects.filter(undone_by=undo, article__isnull=False).order_by("pk").first()


def _take_back(request: Request, event: Event, undo: UUID) -> HttpResponse:
    article, said = event.article_id or 0, today.said_of(event.group)
    try:
        undone = _undone_once(request.user, event.group, undo)
    except Stale as error:
        message = run_action.stale_message(error.row, error.row.version - 1)
        return run_action.failed(request, article, message, 409)
    except Refused as error:
        return run_action.failed(request, article, str(error), 422)
    return run_action.succeeded(request, article, _toast(said, undone), "undone")


def _undone_once(user: User, act: UUID, undo: UUID) -> Undone:
    """Undo the act; where this very undo has come before, say what came of it then."""
    if _undone_by(undo):
        return Undone(undo, int(is_done(undo)))
    try:
        undone = undo_act(act=act, by=user, group=undo)
    except Stale:
        if not is_done(undo):
            raise
        return Undone(undo, 1)
    return undone if undone.done or not is_done(undo) else Undone(undo, 1)


def _toast(said: str, undone: Undone) -> run_action.Toast:
    left = "; ".join(undone.skipped)
    if not undone.done:
        why = left or "nothing of it is there any more"
        return run_action.Toast(f"Not taken back: {said}. {why}", level="warn")
    if left:
        return run_action.Toast(f"Took back in part: {said}. {left}", level="warn")
    return run_action.Toast(f"Took back: {said}")


def _nothing_left(request: Request) -> HttpResponse:
    if request.htmx:
        context = {"said": NOTHING_LEFT, "counts": queues.counts(request.user)}
        return render(request, "desk/acts/_nothing_left.html", context)
    messages.info(request, NOTHING_LEFT)
    return redirect(local_next(request, reverse("desk:act-list")))
