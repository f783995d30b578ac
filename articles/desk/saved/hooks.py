from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles.actions.errors import Refused
from articles.actions.saved import told
from articles.actions.saved.hooks import open_hook
from articles.desk.saved.forms import HookForm
from articles.desk.saved.page import own
from articles.http import Request
from articles.models import Hook, SavedView
from articles.permissions import may_review, requires
from articles.queue.telling import FAILURES

SHOWN = 20  # deliveries


@require_safe
@requires(may_review)
def saved_hook(request: Request, pk: int) -> HttpResponse:
    return _page(request, own(request, pk))


@require_POST
@requires(may_review)
def saved_hook_open(request: Request, pk: int) -> HttpResponse:
    view, form = own(request, pk), HookForm(request.POST)
    form.is_valid()
    url = form.cleaned_data["url"]
    try:
        hook = open_hook(view=view, by=request.user, url=url)
    except Refused as why:
        return _page(request, view, typed=url, why=str(why), status=422)
    return _page(request, view, secret=hook.secret)


@require_POST
@requires(may_review)
def saved_hook_switch_on(request: Request, pk: int) -> HttpResponse:
    told.switch_on(Hook, view=own(request, pk), by=request.user)
    messages.success(request, "Switched the webhook on")
    return redirect("desk:saved-hook", pk)


@require_POST
@requires(may_review)
def saved_hook_close(request: Request, pk: int) -> HttpResponse:
    told.close(Hook, view=own(request, pk), by=request.user)
    messages.success(request, "Took the webhook away")
    return redirect("desk:saved-hook", pk)


def _page(request: Request, view: SavedView, *, status: int = 200, **said: str) -> HttpResponse:
    """Answer with the page; `secret` is said this once, `typed` was refused because of `why`."""
    hook = Hook.objects.filter(view=view).first()
    deliveries = hook.deliveries.order_by("-pk").defer("body")[:SHOWN] if hook else []
    context = {
        "view": view,
        "hook": hook,
        "deliveries": deliveries,
        "failures": FAILURES,
        "inner": settings.OUTGOING_INNER,
        "secret": "",
        "why": "",
        "typed": hook.url if hook else "",
        **said,
    }
    return render(request, "desk/saved/hook.html", context, status=status)
