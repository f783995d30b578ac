"""The same mend for all broken files of an import that it makes readable: shown, then done."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles.actions.errors import Refused
from articles.desk.imports.batch_views import page
from articles.http import Request
from articles.imports import mends
from articles.models import ImportBatch
from articles.permissions import may_import, requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_import)
def import_mend_alike(request: Request, pk: int, name: str) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, pk=pk)
    mend = mends.MENDS.get(name)
    if mend is None:
        raise Http404
    if request.method == "POST":
        return _do(request, batch, mend)
    context = {"batch": batch, "mend": mend, "files": list(mends.alike(batch, mend))}
    return render(request, "desk/imports/mend_alike.html", context)


def _do(request: Request, batch: ImportBatch, mend: mends.Mend) -> HttpResponse:
    try:
        mends.mend_alike(batch, mend, request.user)
    except Refused as error:
        return page(request, batch, 409, str(error))
    return redirect(f"{reverse('desk:import-detail', args=[batch.pk])}#files")
