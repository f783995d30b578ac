"""One import: its progress, its files, and what is decided on the whole of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url, reswap, retarget

from articles.actions.errors import Refused
from articles.desk.imports import duplicates, left
from articles.desk.imports.batches import BatchSummary
from articles.desk.imports.classes import DUPLICATE, TITLES, figures
from articles.desk.imports.duplicates import Original
from articles.desk.imports.item_list import Tab, chosen, items, query_with, tabs
from articles.desk.imports.outlook import outlook
from articles.desk.imports.progress import progress_of
from articles.http import Request
from articles.imports import actions
from articles.imports.undo import undoable
from articles.models import ENDED, ImportBatch, ImportItem
from articles.permissions import may_import, requires


@dataclass(frozen=True)
class FileList:
    """A batch's files of one class. `title` is that of a class without a tab, `detail` the address
    of the whole page, `part` of the list alone, `here` of these rows, `top` of the first ones;
    `places` are those of the topics and providers that stayed, `more` is the query of the next
    rows, "" where there are none, and `duplicates` the sentence about them."""

    tabs: Sequence[Tab]
    duplicates: str
    chosen: str
    title: str
    q: str
    items: Sequence[ImportItem]
    originals: Mapping[str, Original]
    places: Mapping[str, str]
    first: bool
    detail: str
    part: str
    here: str
    top: str
    more: str


@require_safe
@requires(may_import)
def import_detail(request: Request, pk: int) -> HttpResponse:
    return page(request, _batch(pk))


@require_safe
@requires(may_import)
def import_progress(request: Request, pk: int) -> HttpResponse:
    """Show how far it has got; once the phase on the page is over, the page's whole body."""
    batch = _batch(pk)
    shown = BatchSummary(batch)
    if shown.at_work and batch.state == request.GET.get("state"):
        context = {"shown": shown, "progress": progress_of(batch)}
        return render(request, "desk/imports/_progress.html", context)
    response = render(request, "desk/imports/_body.html", _context(request, batch))
    return reswap(retarget(response, "#batch"), "outerHTML")


@require_safe
@requires(may_import)
def import_items(request: Request, pk: int) -> HttpResponse:
    batch = _batch(pk)
    files = file_list(batch, request.GET, figures(batch))
    context = {"batch": batch, "files": files}
    if request.htmx.target == "more":
        return render(request, "desk/imports/_items.html", context)
    return push_url(render(request, "desk/imports/_list.html", context), files.top)


@require_POST
@requires(may_import)
def import_start(request: Request, pk: int) -> HttpResponse:
    hold = request.POST.get("hold") == "1"
    return _act(request, pk, lambda **batch: actions.start(hold=hold, **batch))


@require_POST
@requires(may_import)
def import_cancel(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, actions.cancel)


@require_POST
@requires(may_import)
def import_undo(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, actions.undo)


@require_POST
@requires(may_import)
def import_redo(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, actions.redo)


def page(request: Request, batch: ImportBatch, status: int = 200, alert: str = "") -> HttpResponse:
    context = {**_context(request, batch), "alert": alert}
    return render(request, "desk/imports/detail.html", context, status=status)


def _batch(pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.select_related("by", "same_as"), pk=pk)


def _act(request: Request, pk: int, action: Callable[..., object]) -> HttpResponse:
    try:
        action(batch=_batch(pk), by=request.user)
    except Refused as error:
        return page(request, _batch(pk), 409, str(error))
    return redirect("desk:import-detail", pk)


def _context(request: Request, batch: ImportBatch) -> dict[str, object]:
    shown, numbers = BatchSummary(batch), figures(batch)
    return {
        "shown": shown,
        "undoable": batch.state in ENDED and undoable(batch),
        "outlook": outlook(batch, numbers),
        "progress": progress_of(batch) if shown.at_work else None,
        "files": file_list(batch, request.GET, numbers),
    }


def file_list(batch: ImportBatch, params: QueryDict, numbers: Mapping[str, int]) -> FileList:
    name = chosen(params, numbers)
    found = items(batch, name, params)
    detail = reverse("desk:import-detail", args=[batch.pk])
    return FileList(
        tabs=tabs(batch, numbers),
        duplicates=duplicates.summary(numbers[DUPLICATE]),
        chosen=name,
        title=TITLES.get(name, ""),
        q=params.get("q", ""),
        items=found.rows,
        originals=duplicates.originals(found.rows),
        places=left.places(found.rows),
        first=found.first,
        detail=detail,
        part=reverse("desk:import-items", args=[batch.pk]),
        here=f"{detail}{query_with(params, after=params.get('after', ''))}",
        top=f"{detail}{query_with(params)}",
        more=query_with(params, after=found.after) if found.after else "",
    )
