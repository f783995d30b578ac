"""One act on many articles: its effect, its progress, its result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from articles.actions.errors import Refused
from articles.bulk import actions
from articles.bulk.drift import Drifted
from articles.bulk.seen import Seen
from articles.desk.act_keys import act_of
from articles.desk.addresses import local_next
from articles.desk.bulk.alike import KINDS, MOST
from articles.desk.bulk.forms import BulkForm, StartForm
from articles.desk.bulk.selection import matching, seen_of
from articles.desk.bulk.shown import Shown, came, went
from articles.desk.forms import ActForm
from articles.http import Request
from articles.models import Article, BulkJob
from articles.models.article import ArticleQuerySet
from articles.permissions import may_review, requires
from articles.queue import topic_choices

MAX_DIGITS = 18  # of a row's key


@require_POST
@requires(may_review)
def bulk_propose(request: Request) -> HttpResponse:
    form = BulkForm(request.POST)
    if not form.is_valid():
        return _back(request, form.problem)
    what, arguments = form.cleaned_data["what"], form.arguments
    try:
        articles = seen_of(request.POST, request.user)
        job = actions.propose(by=request.user, what=what, articles=articles, arguments=arguments)
    except Refused as problem:
        return _back(request, str(problem))
    return redirect("desk:bulk-detail", job.pk)


@require_safe
@requires(may_review)
def bulk_detail(request: Request, pk: int) -> HttpResponse:
    return _page(request, _job(pk))


@require_safe
@requires(may_review)
def bulk_progress(request: Request, pk: int) -> HttpResponse:
    """Show how far it has got; once it is over, the page's whole body."""
    shown = Shown(_job(pk))
    if shown.running:
        return render(request, "desk/bulk/_progress.html", {"shown": shown})
    response = render(request, "desk/bulk/_job.html", _context(request, shown))
    return reswap(retarget(response, "#job"), "outerHTML")


@require_safe
@requires(may_review)
def bulk_said(request: Request, pk: int) -> HttpResponse:
    """Say what an undo in the background has come to, for the message that spoke of it."""
    job = get_object_or_404(BulkJob.objects.select_related("undoes"), pk=pk, undoes__isnull=False)
    shown = Shown(job)
    context = {"text": shown.undoing, "job": job.pk if shown.running else None}
    return render(request, "desk/bulk/_said.html", context)


@require_POST
@requires(may_review)
def bulk_start(request: Request, pk: int) -> HttpResponse:
    job, form = _job(pk), StartForm(request.POST)
    if not form.is_valid():
        return _page(request, job, 422, alert="Nothing was done: reload the page and begin anew.")
    try:
        job = _start(request, job, **form.cleaned_data)
    except Drifted as problem:
        drift = problem.drift
        context = {
            "drift": drift,
            "came": came(drift.came),
            "went": went(drift.went),
            "now": job.total + drift.came_count - drift.went_count,
        }
        return _page(request, job, 409, **context)
    except Refused as problem:
        return _page(request, _job(pk), 409, alert=str(problem))
    return redirect("desk:bulk-detail", job.pk)


@require_POST
@requires(may_review)
def bulk_stop(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, lambda job: actions.stop(job=job, by=request.user))


@require_POST
@requires(may_review)
def bulk_undo(request: Request, pk: int) -> HttpResponse:
    form = ActForm(request.POST)
    if not form.is_valid():
        return _page(request, _job(pk), 422, alert="Nothing was undone: reload the page.")
    act = act_of(request, form.cleaned_data["key"])
    return _act(request, pk, lambda job: actions.undo(job=job, by=request.user, act=act))


@require_safe
@requires(may_review)
def bulk_picks(request: Request, pk: int) -> HttpResponse:
    """Name the articles that the page lists, on all of its pages, as what can be picked."""
    job = _job(pk)
    picks = Shown(job).chosen(request.GET).versions(job)
    return render(request, "desk/bulk/_picks.html", {"picks": list(picks.items())})


@require_POST
@requires(may_review)
def bulk_again(request: Request, pk: int) -> HttpResponse:
    """Propose the same act anew for those of its articles that the page lists, as they are now."""
    job = _job(pk)
    articles = Seen.picked(Shown(job).chosen(request.GET).versions(job), timezone.now())
    try:
        job = actions.again(job=job, by=request.user, articles=articles)
    except Refused as problem:
        return _page(request, _job(pk), 409, alert=str(problem))
    return redirect("desk:bulk-detail", job.pk)


@require_safe
@requires(may_review)
def bulk_topics(request: Request) -> HttpResponse:
    names = [topic.name for topic, _ in topic_choices.tree()]
    return render(request, "desk/bulk/_topics.html", {"names": names})


@require_safe
@requires(may_review)
def bulk_like(request: Request) -> HttpResponse:
    """Name the articles of a list that are like one of them, as what can be picked."""
    kind, key = KINDS.get(request.GET.get("what", "")), request.GET.get("article", "")
    if kind is None or not (key.isascii() and key.isdigit()) or len(key) > MAX_DIGITS:
        raise Http404
    article = get_object_or_404(Article, pk=key)
    listed = _listed(request)
    rows = listed.filter(kind(article)).order_by("pk").values_list("pk", "version")[: MOST + 1]
    found = list(rows)
    context = {"picks": found[:MOST], "more": len(found) > MOST}
    return render(request, "desk/bulk/_like.html", context)


def _listed(request: Request) -> ArticleQuerySet:
    try:
        return matching(request.GET.get("query", ""), request.user)
    except Refused as problem:
        raise Http404 from problem


def _start(request: Request, job: BulkJob, count: int, which: str) -> BulkJob:
    found = matching(job.query, request.user)
    if which == "seen":
        return actions.start_with_seen(job=job, by=request.user, matching=found)
    start = actions.start_anew if which == "now" else actions.start
    return start(job=job, by=request.user, count=count, matching=found)


def _act(request: Request, pk: int, action: Callable[[BulkJob], BulkJob]) -> HttpResponse:
    try:
        job = action(_job(pk))
    except Refused as problem:
        return _page(request, _job(pk), 409, alert=str(problem))
    return redirect("desk:bulk-detail", job.pk)


def _back(request: Request, problem: str) -> HttpResponse:
    messages.warning(request, problem)
    return redirect(local_next(request, reverse("desk:queue")))


def _job(pk: int) -> BulkJob:
    return get_object_or_404(BulkJob.objects.select_related("by", "undoes"), pk=pk)


def _page(request: Request, job: BulkJob, status: int = 200, **more: Any) -> HttpResponse:
    context = {**_context(request, Shown(job)), **more}
    return render(request, "desk/bulk/detail.html", context, status=status)


def _context(request: Request, shown: Shown) -> dict[str, Any]:
    return {"shown": shown, "listed": shown.listed(request.GET), "alert": "", "drift": None}
