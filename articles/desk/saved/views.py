from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.actions.errors import Refused
from articles.actions.saved import views as actions
from articles.desk.saved.forms import MoveForm, NameForm, SaveForm, ShareForm
from articles.desk.saved.page import Refusal, done, own, page
from articles.http import Request
from articles.models import SavedView
from articles.permissions import may_review, requires
from articles.queue import saved_counts
from articles.queue.saved import Broken, cleaned, found_by


@require_safe
@requires(may_review)
def saved_views(request: Request) -> HttpResponse:
    return page(request)


@require_safe
@requires(may_review)
def saved_view(request: Request, pk: int) -> HttpResponse:
    """Lead to the queue; what of the view is not understood any more, and why, is said there."""
    view = get_object_or_404(SavedView.objects.seen_by(request.user), pk=pk)
    try:
        found_by(view.query, request.user)
    except Broken as why:
        messages.warning(request, f"“{view.name}” is not understood any more: {why}")
    return redirect(f"{reverse('desk:queue')}?{view.query}")


@require_POST
@requires(may_review)
def saved_view_save(request: Request) -> HttpResponse:
    form = SaveForm(request.POST)
    form.is_valid()
    name, shared = form.cleaned_data["name"], form.cleaned_data["shared"]
    query = cleaned(QueryDict(form.cleaned_data["query"]))
    try:
        found_by(query, request.user)
        view = actions.save(by=request.user, name=name, query=query, shared=shared)
    except (Broken, Refused) as why:
        if request.htmx:  # the list stays, and its script says it beside the name
            return HttpResponse(str(why), status=422, content_type="text/plain")
        return page(request, Refusal(name, str(why), query=query, shared=shared))
    saved_counts.count(view)
    messages.success(request, f"Saved “{view.name}”")
    answer = redirect("desk:saved-view", view.pk)
    if request.htmx:
        answer.status_code = 201
    return answer


@require_POST
@requires(may_review)
def saved_view_rename(request: Request, pk: int) -> HttpResponse:
    view, form = own(request, pk), NameForm(request.POST)
    form.is_valid()
    name = form.cleaned_data["name"]
    try:
        actions.rename(view=view, by=request.user, name=name)
    except Refused as why:
        return page(request, Refusal(name, str(why), view=pk))
    return done(request, f"Called it “{view.name}”")


@require_POST
@requires(may_review)
def saved_view_share(request: Request, pk: int) -> HttpResponse:
    view, form = own(request, pk), ShareForm(request.POST)
    form.is_valid()
    actions.share(view=view, by=request.user, shared=form.cleaned_data["shared"])
    whose = "All editors see" if view.shared else "Nobody else sees"
    return done(request, f"{whose} “{view.name}” now")


@require_POST
@requires(may_review)
def saved_view_move(request: Request, pk: int) -> HttpResponse:
    view, form = own(request, pk), MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.move(view=view, by=request.user, to=form.cleaned_data["to"])
    return done(request, f"Moved “{view.name}”")


@require_POST
@requires(may_review)
def saved_view_delete(request: Request, pk: int) -> HttpResponse:
    view = own(request, pk)
    actions.delete(view=view, by=request.user)
    return done(request, f"Deleted “{view.name}”")
