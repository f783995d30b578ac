"""The same mend for all broken files of an import that it makes readable: shown, then done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from articles import paging
from articles.actions.errors import Refused
from articles.desk.imports.batch_views import page
from articles.http import Request
from articles.imports import actions, mending, mends
from articles.imports.mending import Mended
from articles.models import ImportBatch
from articles.permissions import may_import, requires

SHOWN = 10  # files a page, each of which is read and mended to show it


@dataclass(frozen=True)
class Alike:
    """Some of the files that a mend makes readable, of `count`; `more` is the query of the next."""

    count: int
    files: Sequence[Mended]
    more: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_import)
def import_mend_alike(request: Request, pk: int, name: str) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, pk=pk)
    mend = mends.MENDS.get(name)
    if mend is None:
        raise Http404
    if request.method == "POST":
        return _do(request, batch, mend)
    found = mending.alike(batch, name)
    rows = paging.page(found, ["id"], request.GET.get("after", ""), SHOWN)
    files = [mending.mended(item, mend) for item in rows.rows]
    alike = Alike(found.count(), files, f"?after={rows.after}" if rows.after else "")
    context = {"batch": batch, "mend": mend, "alike": alike}
    if request.htmx.target == "more":
        return render(request, "desk/imports/_mended.html", context)
    return render(request, "desk/imports/mend_alike.html", context)


def _do(request: Request, batch: ImportBatch, mend: mends.Mend) -> HttpResponse:
    try:
        actions.mend_alike(batch=batch, by=request.user, mend=mend.name)
    except Refused as error:
        return page(request, batch, 409, str(error))
    return redirect("desk:import-detail", batch.pk)
