from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.desk.sources import detail, figures
from articles.figures.counting import until
from articles.http import Request
from articles.models import Provider
from articles.permissions import may_review, requires
from articles.site import choices

LONGEST = 100  # characters of a name that is looked for


@require_safe
@requires(may_review)
def sources(request: Request) -> HttpResponse:
    named = request.GET.get("q", "").strip()[:LONGEST]
    page, counted = figures.page(request.GET.get("after", ""), named), until()
    moment = counted.moment or timezone.now()
    context = {
        "named": named,
        "page": page,
        "rows": [figures.figures_of(row, moment) for row in page.rows],
        "whole": figures.whole(),
        "threshold": choices.threshold(),
        "until": counted,
    }
    return render(request, "desk/sources/list.html", context)


@require_safe
@requires(may_review)
def source_detail(request: Request, pk: int) -> HttpResponse:
    provider = get_object_or_404(Provider.objects.select_related("logo"), pk=pk)
    return detail.page(request, provider)
