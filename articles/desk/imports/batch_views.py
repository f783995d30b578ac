"""One import: its progress, its files, and what is decided on the whole of it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url, reswap, retarget

from articles.actions.errors import Refused
from articles.desk.imports import duplicates
from articles.desk.imports.batches import BatchSummary
from articles.desk.imports.item_list import chosen, items, query_with, tabs
from articles.desk.imports.progress import progress_of
from articles.imports import actions
from articles.imports.undo import undoable
from articles.models import ImportBatch
from articles.permissions import may_import, requires


@require_safe
@requires(may_import)
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, _batch(pk))


@require_safe
@requires(may_import)
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far it has got; once the phase on the page is over, the page's whole body."""
    batch = _batch(pk)
    if batch.state == request.GET.get("state"):
        return render(request, "desk/imports/_progress.html", _head(batch))
    context = {**_head(batch), **_list(request, batch)}
    response = render(request, "desk/imports/_batch.html", context)
    return reswap(retarget(response, "#batch"), "outerHTML")


@require_safe
@requires(may_import)
def import_items(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(pk)
    context = {**_head(batch), **_list(request, batch)}
    if request.htmx.target == "more":
        return render(request, "desk/imports/_items.html", context)
    return push_url(render(request, "desk/imports/_list.html", context), context["top"])


@require_POST
@requires(may_import)
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    hold = request.POST.get("hold") == "1"
    return _act(request, pk, lambda **batch: actions.start(hold=hold, **batch))


@require_POST
@requires(may_import)
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.cancel)


@require_POST
@requires(may_import)
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.undo)


@require_POST
@requires(may_import)
def import_redo(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.redo)


def page(
    request: HttpRequest, batch: ImportBatch, status: int = 200, alert: str = ""
) -> HttpResponse:
    context = {**_head(batch), **_list(request, batch), "alert": alert}
    return render(request, "desk/imports/detail.html", context, status=status)


def _batch(pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.select_related("by", "same_as"), pk=pk)


def _act(request: HttpRequest, pk: int, action: Callable[..., object]) -> HttpResponse:
    try:
        action(batch=_batch(pk), by=request.user)
    except Refused as error:
        return page(request, _batch(pk), 409, str(error))
    return redirect("desk:import-detail", pk)


def _head(batch: ImportBatch) -> dict[str, object]:
    shown = BatchSummary(batch)
    return {
        "batch": batch,
        "shown": shown,
        "undoable": batch.state in actions.ENDED and undoable(batch),
        "progress": progress_of(batch) if shown.at_work else None,
    }


def _list(request: HttpRequest, batch: ImportBatch) -> dict[str, object]:
    found, params = items(batch, request.GET), request.GET
    shown = tabs(batch)
    detail = reverse("desk:import-detail", args=[batch.pk])
    here = query_with(params, after=params.get("after", ""))
    return {
        "tabs": shown,
        "duplicates": duplicates.summary(batch) if shown else "",
        "chosen": chosen(batch, params),
        "q": params.get("q", ""),
        "items": found.rows,
        "first": found.first,
        "detail": detail,
        "part": reverse("desk:import-items", args=[batch.pk]),
        "more": query_with(params, after=found.after) if found.after else "",
        "top": f"{detail}{query_with(params)}",
        "here": f"{detail}{here}",
    }
