from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.desk.history import pages
from articles.desk.history.filters import HistoryForm
from articles.http import Request
from articles.permissions import may_import, may_manage, may_review, requires


@require_safe
@requires(may_review)
def history(request: Request) -> HttpResponse:
    form = HistoryForm(request.GET)
    valid = form.is_valid()
    chosen = request.GET.copy()
    chosen.pop("after", None)
    context = {
        "form": form,
        "page": pages.page(form, request.GET.get("after", "")) if valid else None,
        "chosen": chosen.urlencode(),
        "here": request.get_full_path(),
        "may_import": may_import(request.user),
        "may_manage": may_manage(request.user),
    }
    return render(request, "desk/history/list.html", context, status=200 if valid else 422)
