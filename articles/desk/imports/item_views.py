"""One file of an import: what it changes, leaving it out, mending it; and all broken ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from articles.actions.errors import Refused
from articles.desk.addresses import local_next
from articles.desk.imports import broken_files, duplicates
from articles.desk.imports.batch_views import file_list, page
from articles.desk.imports.batches import BatchSummary
from articles.desk.imports.classes import figures
from articles.desk.imports.forms import ClashForm, ItemsForm
from articles.desk.imports.item_list import listed
from articles.desk.imports.outlook import outlook
from articles.http import Request
from articles.imports import actions, mending, mends
from articles.ingest.plan.diff import FieldChange, difference
from articles.models import BatchState, ImportBatch, ImportItem
from articles.permissions import may_import, requires
from articles.seeds.kinds import FileResult


@dataclass(frozen=True)
class Inside:
    alert: str = ""
    changes: Sequence[FieldChange] = ()
    spot: broken_files.Spot | None = None
    text: str = ""
    is_kept: bool = True  # the text is the file's, not what somebody tried in vain
    mendable: bool = False
    mend: mends.Mend | None = None
    alike: int = 0  # files that this mend makes readable
    turn: broken_files.Turn | None = None


@require_safe
@requires(may_import)
def import_item(request: Request, pk: int, item: int) -> HttpResponse:
    return _show(request, _item(pk, item))


@require_POST
@requires(may_import)
def import_mend(request: Request, pk: int, item: int) -> HttpResponse:
    row, text = _item(pk, item), request.POST.get("text", "")
    try:
        row = actions.mend(item=row, by=request.user, text=text)
    except Refused as error:
        return _show(request, row, 409, text=text, alert=str(error))
    if row.result == FileResult.ERROR:
        return _show(request, row, 422, text=text)
    if request.htmx:
        batch = get_object_or_404(ImportBatch, pk=pk)
        mended = row.result != FileResult.CLASH  # which waits for a decision all the same
        inside = replace(_inside(row, text, ""), turn=broken_files.turn(row))
        context = _line(row, batch, inside=inside, mended=mended)
        return _changed(request, context, batch)
    return redirect("desk:import-item", pk, item)


@require_POST
@requires(may_import)
def import_clash(request: Request, pk: int, item: int) -> HttpResponse:
    """Take down what a file is whose address or path another story has."""
    row, form = _item(pk, item), ClashForm(request.POST)
    if not form.is_valid():
        alert = "Say whether the file is a story of its own or an update of the other one."
        return _show(request, row, 422, alert=alert)
    try:
        row = actions.decide(item=row, by=request.user, **form.cleaned_data)
    except Refused as error:
        return _show(request, _item(pk, item), 409, alert=str(error))
    if request.htmx:
        batch = get_object_or_404(ImportBatch, pk=pk)
        return _changed(request, _line(row, batch), batch)
    return redirect("desk:import-item", pk, item)


@require_POST
@requires(may_import)
def import_skip(request: Request, pk: int) -> HttpResponse:
    batch, form = get_object_or_404(ImportBatch, pk=pk), ItemsForm(request.POST)
    if not form.is_valid():
        return _refused(request, batch, "Choose the files to leave out or to take in.", 422)
    try:
        actions.skip(batch=batch, by=request.user, **form.cleaned_data)
    except Refused as error:
        return _refused(request, batch, str(error), 409)
    if request.htmx:
        batch.refresh_from_db()
        row = get_object_or_404(listed(batch.items.all()), pk=form.cleaned_data["items"][0])
        return _changed(request, _line(row, batch), batch)
    return redirect(local_next(request, reverse("desk:import-detail", args=[pk])))


@require_safe
@requires(may_import)
def import_errors_csv(request: Request, pk: int) -> StreamingHttpResponse:
    batch = get_object_or_404(ImportBatch, pk=pk)
    response = StreamingHttpResponse(
        broken_files.as_csv(batch), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-errors.csv"'
    return response


@require_safe
@requires(may_import)
def import_errors_zip(request: Request, pk: int) -> FileResponse:
    file = broken_files.as_zip(get_object_or_404(ImportBatch, pk=pk))
    return FileResponse(file, as_attachment=True, filename=f"import-{pk}-errors.zip")


def _item(pk: int, item: int) -> ImportItem:
    rows = ImportItem.objects.select_related("batch", "article")
    return get_object_or_404(rows, pk=item, batch=pk)


def _show(
    request: Request,
    item: ImportItem,
    status: int = 200,
    *,
    text: str | None = None,
    alert: str = "",
) -> HttpResponse:
    inside = _inside(item, text, alert)
    if not request.htmx:
        context = _line(item, item.batch, inside=replace(inside, turn=broken_files.turn(item)))
        return render(request, "desk/imports/item.html", context, status=status)
    context = _line(item, item.batch, inside=inside)
    part = "_inside" if request.htmx.target == f"inside-{item.pk}" else "_line"
    return render(request, f"desk/imports/{part}.html", context, status=status)


def _changed(request: Request, line: dict[str, object], batch: ImportBatch) -> HttpResponse:
    """Show the file, and in a list also what the page says of all files since it changed."""
    if "class" not in request.POST:
        return render(request, "desk/imports/_line.html", line)
    numbers = figures(batch)
    more = {
        "shown": BatchSummary(batch),
        "outlook": outlook(batch, numbers),
        "files": file_list(batch, request.POST, numbers),
    }
    return render(request, "desk/imports/_changed.html", {**line, **more})


def _line(
    item: ImportItem, batch: ImportBatch, *, inside: Inside | None = None, mended: bool = False
) -> dict[str, object]:
    return {
        "item": item,
        "batch": batch,
        "originals": duplicates.originals([item]),
        "inside": inside,
        "mended": mended,
    }


def _inside(item: ImportItem, text: str | None, alert: str) -> Inside:
    if item.result != FileResult.ERROR:
        preview = item.batch.state == BatchState.READY and item.data
        return Inside(alert, changes=difference(item) if preview else [])
    is_kept = text is None
    text = item.content if text is None else text
    mendable = broken_files.mendable(item)
    mend = mends.MENDS.get(item.mend) if mendable else None
    return Inside(
        alert,
        spot=broken_files.spot(item, text),
        text=text,
        is_kept=is_kept,
        mendable=mendable,
        mend=mend,
        alike=mending.alike(item.batch, item.mend).count() if mend else 0,
        turn=broken_files.turn(item),
    )


def _refused(request: Request, batch: ImportBatch, message: str, status: int) -> HttpResponse:
    """Show all of the list anew to one who looks at what is no longer so."""
    return HttpResponseClientRefresh() if request.htmx else page(request, batch, status, message)
