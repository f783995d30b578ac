"""One file of an import: what it changes, leaving it out, mending it; and all broken ones."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from articles.actions.errors import Refused
from articles.desk.addresses import local_next
from articles.desk.imports import broken_files, duplicates
from articles.desk.imports.batch_views import page
from articles.desk.imports.forms import ItemsForm
from articles.desk.imports.item_list import listed
from articles.imports import actions
from articles.ingest.plan.diff import difference
from articles.models import BatchState, ImportBatch, ImportItem
from articles.permissions import may_import, requires
from articles.seeds.kinds import FileResult


@require_safe
@requires(may_import)
def import_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    return _show(request, _item(pk, item))


@require_POST
@requires(may_import)
def import_mend(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    row, text = _item(pk, item), request.POST.get("text", "")
    try:
        row = actions.mend(item=row, by=request.user, text=text)
    except Refused as error:
        return _show(request, row, 409, text=text, alert=str(error))
    if row.result == FileResult.ERROR:
        return _show(request, row, 422, text=text)
    if request.htmx:
        return _show(request, row, mended=True)
    return redirect("desk:import-item", pk, item)


@require_POST
@requires(may_import)
def import_skip(request: HttpRequest, pk: int) -> HttpResponse:
    batch, form = get_object_or_404(ImportBatch, pk=pk), ItemsForm(request.POST)
    if not form.is_valid():
        return _refused(request, batch, "Choose the files to leave out or to take in.", 422)
    try:
        actions.skip(batch=batch, by=request.user, **form.cleaned_data)
    except Refused as error:
        return _refused(request, batch, str(error), 409)
    if request.htmx:
        row = get_object_or_404(listed(batch), pk=form.cleaned_data["items"][0])
        duplicates.attach_articles([row])
        return render(request, "desk/imports/_item.html", {"item": row, "batch": batch})
    return redirect(local_next(request, reverse("desk:import-detail", args=[pk])))


@require_safe
@requires(may_import)
def import_errors_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    batch = get_object_or_404(ImportBatch, pk=pk)
    response = StreamingHttpResponse(
        broken_files.as_csv(batch), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-errors.csv"'
    return response


@require_safe
@requires(may_import)
def import_errors_zip(request: HttpRequest, pk: int) -> FileResponse:
    file = broken_files.as_zip(get_object_or_404(ImportBatch, pk=pk))
    return FileResponse(file, as_attachment=True, filename=f"import-{pk}-errors.zip")


def _item(pk: int, item: int) -> ImportItem:
    rows = ImportItem.objects.select_related("batch", "article")
    row = get_object_or_404(rows, pk=item, batch=pk)
    duplicates.attach_articles([row])
    return row


def _show(
    request: HttpRequest,
    item: ImportItem,
    status: int = 200,
    text: str | None = None,
    **more: object,
) -> HttpResponse:
    context = {**_inside(item, text), **more, "item": item, "batch": item.batch, "opened": True}
    if not request.htmx:
        return render(request, "desk/imports/item.html", context, status=status)
    part = "_inside.html" if request.htmx.target == f"inside-{item.pk}" else "_item.html"
    return render(request, f"desk/imports/{part}", context, status=status)


def _inside(item: ImportItem, text: str | None) -> dict[str, object]:
    if item.result != FileResult.ERROR:
        preview = item.batch.state == BatchState.READY
        return {"changes": difference(item) if preview and item.data else []}
    text = broken_files.text_of(item) if text is None else text
    return {
        "spot": broken_files.spot(item, text),
        "text": text,
        "mendable": broken_files.mendable(item),
    }


def _refused(request: HttpRequest, batch: ImportBatch, message: str, status: int) -> HttpResponse:
    """Show all of the list anew to one who looks at what is no longer so."""
    return HttpResponseClientRefresh() if request.htmx else page(request, batch, status, message)
