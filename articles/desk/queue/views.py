from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import paging
from articles.desk.addresses import local_next, queue_with
from articles.desk.articles.detail import links_of
from articles.desk.queue import queues
from articles.desk.queue.filters import SORTS, ArticleFilter
from articles.desk.queue.rows import Row, row, rows
from articles.models import Article, Provider
from articles.models.article import ArticleQuerySet
from articles.permissions import may_review, requires

PAGE_SIZE = 50
PROVIDERS_OFFERED = 200


@require_safe
@requires(may_review)
def queue(request: HttpRequest) -> HttpResponse:
    """The review queue. htmx asks for the list alone, and for the next rows of it."""
    if request.htmx and not request.htmx.history_restore_request:
        context = _results(request)
        fragment = "_rows.html" if request.htmx.target == "more" else "_results.html"
        response = render(request, f"desk/{fragment}", context)
        response["HX-Push-Url"] = "false" if request.htmx.target == "more" else context["here"]
        return response
    context = _results(request)
    selected = _selected(request, context["rows"])
    context |= {
        "selected": selected,
        "counts": queues.counts(),
        "waiting": queues.WAITING,
        "decided": queues.DECIDED,
        "everything": queues.EVERYTHING,
        "providers": Provider.objects.order_by("name")[:PROVIDERS_OFFERED],
        "threshold": settings.QUALITY_THRESHOLD,
        **(_pane(selected, context["rows"], request) if selected else {}),
    }
    return render(request, "desk/queue.html", context)


@require_safe
@requires(may_review)
def article_pane(request: HttpRequest, pk: int) -> HttpResponse:
    """The reading pane beside the list."""
    selected = row(get_object_or_404(Article.objects.for_desk(), pk=pk))
    context = {
        "selected": selected,
        "links": links_of(selected.article),
        "next": local_next(request, queue_with(request.GET)),
        "in_list": True,
    }
    return render(request, "desk/_pane.html", context)


def _results(request: HttpRequest) -> dict[str, object]:
    chosen = queues.named(request.GET.get("queue", ""))
    filters = ArticleFilter(request.GET, chosen.narrow(Article.objects.all()))
    found = filters.qs
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "newest"
    page = _page(found, SORTS[sort][1], request.GET.get("after", ""))
    return {
        "queue": chosen,
        "filters": filters,
        "chips": _chips(request, filters),
        "clear": queue_with(request.GET, **dict.fromkeys(filters.filters, "")),
        "sort": sort,
        "sorts": [
            (name, label, queue_with(request.GET, sort=name)) for name, (label, _) in SORTS.items()
        ],
        "rows": rows(_whole(page.rows)),
        "page": page,
        "count": queues.shown(paging.capped_count(found)) if page.first else "",
        "more": queue_with(request.GET, after=page.after) if page.after else "",
        "here": queue_with(request.GET, after=request.GET.get("after", "")),
        "at": _before_at(request),
        "top": queue_with(request.GET),
        "everywhere": queue_with(request.GET, queue="all"),
    }


def _page(found: ArticleQuerySet, order: tuple[str, ...], cursor: str) -> paging.Page[Article]:
    """Only what the order needs: where the database must sort, it sorts narrow rows."""
    columns = [name.removeprefix("-") for name in order]
    return paging.page(found.only(*columns), order, cursor, PAGE_SIZE)


def _whole(found: list[Article]) -> list[Article]:
    articles = Article.objects.for_desk().in_bulk([article.pk for article in found])
    return [articles[article.pk] for article in found if article.pk in articles]


def _chips(request: HttpRequest, filters: ArticleFilter) -> list[tuple[str, str]]:
    """Each filter in force with the address that drops it."""
    return [(chip.label, queue_with(request.GET, **{chip.name: ""})) for chip in filters.active()]


def _before_at(request: HttpRequest) -> str:
    """The list's address up to the number of the article to select."""
    here = queue_with(request.GET, after=request.GET.get("after", ""))
    return f"{here}{'&' if '?' in here else '?'}at="


def _selected(request: HttpRequest, shown: list[Row]) -> Row | None:
    """The article of `?at=`, in the list or not, else the first of the list."""
    at = request.GET.get("at", "")
    for candidate in shown:
        if str(candidate.article.pk) == at:
            return candidate
    found = _for_desk(at) if at.isascii() and at.isdigit() and len(at) < 19 else None
    return row(found) if found else next(iter(shown), None)


def _for_desk(pk: str) -> Article | None:
    return Article.objects.for_desk().filter(pk=pk).first()


def _pane(selected: Row, shown: list[Row], request: HttpRequest) -> dict[str, object]:
    """After an act without scripts, the article below comes up."""
    return {
        "links": links_of(selected.article),
        "in_list": selected in shown,
        "next": queue_with(
            request.GET, after=request.GET.get("after", ""), at=selected.following or ""
        ),
    }
