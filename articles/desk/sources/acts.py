"""What is done to a source: editors leave a note, mute it and limit it, admins say whose it is."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.actions import providers
from articles.actions.change import Done
from articles.actions.errors import Refused, Stale
from articles.desk.act_keys import act_of, is_done
from articles.desk.addresses import local_next
from articles.desk.forms import VersionForm
from articles.desk.run_action import stale_message
from articles.desk.sources import detail
from articles.desk.sources.forms import LimitForm, MuteForm, NoteForm, OwnerForm
from articles.history.sentences import deed
from articles.http import Request
from articles.models import Event, Provider
from articles.permissions import may_manage, may_review, requires


@require_POST
@requires(may_review)
def source_note(request: Request, pk: int) -> HttpResponse:
    return _perform(request, pk, NoteForm(request.POST), providers.note)


@require_POST
@requires(may_review)
def source_mute(request: Request, pk: int) -> HttpResponse:
    return _perform(request, pk, MuteForm(request.POST), providers.mute)


@require_POST
@requires(may_review)
def source_unmute(request: Request, pk: int) -> HttpResponse:
    return _perform(request, pk, VersionForm(request.POST), providers.unmute)


@require_POST
@requires(may_review)
def source_limit(request: Request, pk: int) -> HttpResponse:
    return _perform(request, pk, LimitForm(request.POST), providers.limit)


@require_POST
@requires(may_manage)
def source_own(request: Request, pk: int) -> HttpResponse:
    return _perform(request, pk, OwnerForm(request.POST), providers.own)


def _perform(
    request: Request, pk: int, form: Form, action: Callable[..., Done[Provider]]
) -> HttpResponse:
    provider = get_object_or_404(Provider.objects.select_related("logo"), pk=pk)
    if not form.is_valid():
        alert = "Nothing changed: the form was incomplete. Try again." * ("version" in form.errors)
        return detail.page(request, provider, refused=form, alert=alert, status=422)
    arguments = dict(form.cleaned_data)
    act = act_of(request, arguments.pop("key"))
    try:
        done = action(provider=provider, by=request.user, group=act, **arguments)
    except (Refused, Stale) as problem:
        # Sent twice, it fails the second time: the first has raised the version.
        if not is_done(act):
            return _not_done(request, provider, form, problem)
        done = Done(provider, act)
    _say(request, done.act)
    return redirect(local_next(request, reverse("desk:source-detail", args=[pk])))


def _not_done(
    request: Request, provider: Provider, form: Form, problem: Refused | Stale
) -> HttpResponse:
    if isinstance(problem, Stale):
        alert = stale_message(problem.row, form.cleaned_data["version"])
        return detail.page(request, provider, refused=form, alert=alert, status=409)
    form.add_error([*form.fields][-1], str(problem))
    return detail.page(request, provider, refused=form, status=422)


def _say(request: Request, act: UUID | None) -> None:
    event = Event.objects.select_related("provider").filter(group=act).first() if act else None
    if event is None:
        messages.info(request, "Nothing to change")
        return
    words = deed(event)
    messages.success(request, f"{words[:1].upper()}{words[1:]}", extra_tags=str(act))
