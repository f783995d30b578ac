"""Imports: what has come in, and sending something new."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles import paging
from articles.actions.errors import Refused
from articles.desk.imports.batches import BatchSummary
from articles.http import Request
from articles.imports import actions, uploads
from articles.ingest.sources.limits import BROWSER, MEGABYTE
from articles.models import ImportBatch
from articles.permissions import may_import, requires
from articles.text import clip

HISTORY_SIZE = 25
NAME_LENGTH = 500
LIMITS = {
    "megabytes": uploads.MAX_UPLOADED // MEGABYTE,
    "unpacked": BROWSER.unpacked // MEGABYTE,
    "entries": BROWSER.entries,
}


@require_safe
@requires(may_import)
def imports(request: Request) -> HttpResponse:
    if request.htmx and request.htmx.target == "more":
        return render(request, "desk/imports/_batches.html", _history(request))
    return _page(request)


@require_POST
@requires(may_import)
def import_upload(request: Request) -> HttpResponse:
    """Make a batch of the files that were sent; a script may have `more` to send."""
    if not request.FILES.getlist("files"):
        return _refuse(request, "Choose at least one file to import.")
    batch = actions.create(by=request.user, source=_source(request))
    return _receive(request, batch)


@require_POST
@requires(may_import)
def import_files(request: Request, pk: int) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, pk=pk, by=request.user)
    return _receive(request, batch)


@require_POST
@requires(may_import)
def import_folder(request: Request) -> HttpResponse:
    folder = request.POST.get("folder", "")
    if not folder:
        return _refuse(request, "Choose one of the folders that this server offers.")
    try:
        batch = actions.create(by=request.user, source=Path(folder).name, folder=folder)
    except Refused as error:
        return _refuse(request, str(error))
    return _read(request, batch)


def _receive(request: Request, batch: ImportBatch) -> HttpResponse:
    files, paths = request.FILES.getlist("files"), request.POST.getlist("paths")
    names = paths if len(paths) == len(files) else [file.name or "" for file in files]
    try:
        uploads.receive(batch, zip(names, files, strict=True))
    except uploads.Closed as error:
        return _refuse(request, str(error), 409)
    except Refused as error:
        with suppress(Refused):  # somebody has ended it already
            actions.cancel(batch=batch, by=request.user)
        return _refuse(request, str(error))
    if request.POST.get("more"):
        return JsonResponse({"next": reverse("desk:import-files", args=[batch.pk])}, status=201)
    return _read(request, batch)


def _read(request: Request, batch: ImportBatch) -> HttpResponse:
    try:
        actions.read(batch=batch, by=request.user)
    except Refused as error:
        return _refuse(request, str(error), 409)
    page = reverse("desk:import-detail", args=[batch.pk])
    return JsonResponse({"page": page}) if _by_script(request) else redirect(page)


def _refuse(request: Request, message: str, status: int = 422) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"error": message}, status=status)
    return _page(request, status, message)


def _by_script(request: Request) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _source(request: Request) -> str:
    files = request.FILES.getlist("files")
    others = f" and {len(files) - 1:,} more" if len(files) > 1 else ""
    named = request.POST.get("source", "").strip()
    return clip(named or f"{Path(files[0].name or '').name}{others}", NAME_LENGTH)


def _page(request: Request, status: int = 200, alert: str = "") -> HttpResponse:
    context = {**_history(request), "alert": alert, "limits": LIMITS, "folders": uploads.folders()}
    return render(request, "desk/imports/list.html", context, status=status)


def _history(request: Request) -> dict[str, object]:
    batches = ImportBatch.objects.select_related("by", "same_as")
    page = paging.page(batches, ["-id"], request.GET.get("after", ""), HISTORY_SIZE)
    return {
        "batches": [BatchSummary(batch) for batch in page.rows],
        "more": f"?after={page.after}" if page.after else "",
    }
