from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.accounts import addresses, events
from articles.actions.errors import Refused
from articles.actions.saved import alerts as actions
from articles.actions.saved import told
from articles.desk.saved.forms import AlertForm
from articles.desk.saved.page import own
from articles.http import Request
from articles.models import AccountEventKind, Alert, Every, SavedView
from articles.outgoing import mail
from articles.permissions import may_review, requires
from articles.queue.telling import FAILURES

SHOWN = 20  # mails
MORNING = 7  # o'clock, where nobody has chosen
UNREADABLE = "Choose how often you want mail, and for every day the hour."


@require_safe
@requires(may_review)
def saved_alert(request: Request, pk: int) -> HttpResponse:
    return _page(request, own(request, pk))


@require_POST
@requires(may_review)
def saved_alert_open(request: Request, pk: int) -> HttpResponse:
    view, form = own(request, pk), AlertForm(request.POST)
    if not form.is_valid():
        return _page(request, view, why=UNREADABLE)

    def action() -> str:
        actions.open_alert(view=view, by=request.user, **form.cleaned_data)
        if addresses.confirmed(request.user) or actions.last_asked(request.user, timezone.now()):
            return "Noted how often you want mail"
        actions.ask(view=view, by=request.user)
        return f"A link is on its way to {request.user.email}: open it to confirm the address"

    return _done(request, view, action)


@require_POST
@requires(may_review)
def saved_alert_ask(request: Request, pk: int) -> HttpResponse:
    view = own(request, pk)

    def action() -> str:
        actions.ask(view=view, by=request.user)
        return f"A link is on its way to {request.user.email}"

    return _done(request, view, action)


@require_POST
@requires(may_review)
def saved_alert_switch_on(request: Request, pk: int) -> HttpResponse:
    told.switch_on(Alert, view=own(request, pk), by=request.user)
    messages.success(request, "Switched the mail on")
    return redirect("desk:saved-alert", pk)


@require_POST
@requires(may_review)
def saved_alert_close(request: Request, pk: int) -> HttpResponse:
    told.close(Alert, view=own(request, pk), by=request.user)
    messages.success(request, "No more mail about this view")
    return redirect("desk:saved-alert", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_review)
def address_confirm(request: Request, key: str) -> HttpResponse:
    """Ask, and only then confirm: programs that look at mail open links as well."""
    person = request.user
    try:
        if request.method != "POST":
            addresses.check(by=person, key=key)
            return render(request, "desk/saved/address.html", {"key": key, "why": ""})
        addresses.confirm(by=person, key=key)
    except addresses.NotConfirmed as why:
        return render(request, "desk/saved/address.html", {"why": str(why)}, status=422)
    detail = f"confirmed: {person.email}"
    events.record(AccountEventKind.EMAIL, request=request, person=person, by=person, detail=detail)
    messages.success(request, f"{person.email} is confirmed")
    return redirect("desk:saved-views")


def _done(request: Request, view: SavedView, action: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, action())
    except Refused as why:
        return _page(request, view, why=str(why))
    return redirect("desk:saved-alert", view.pk)


def _page(request: Request, view: SavedView, why: str = "") -> HttpResponse:
    alert, person = Alert.objects.filter(view=view).first(), request.user
    chosen = alert or Alert(every=Every.HOUR)
    context: dict[str, Any] = {
        "view": view,
        "alert": alert,
        "mails": alert.mails.order_by("-pk").defer("body")[:SHOWN] if alert else [],
        "failures": FAILURES,
        "sends": mail.is_sent(),
        "address": person.email,
        "confirmed": addresses.confirmed(person),
        "asked_at": actions.last_asked(person, timezone.now()),
        "every": Every,
        "typed": {
            "every": chosen.every,
            "hour": MORNING if chosen.hour is None else chosen.hour,
        },
        "why": why,
    }
    return render(request, "desk/saved/alert.html", context, status=422 if why else 200)
