from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import paging
from articles.desk.addresses import local_next, queue_with
from articles.desk.queue import queues
from articles.desk.queue.filters import SORTS, ArticleFilter, filtered
from articles.desk.queue.rows import Row, current, on_scale, rows
from articles.display.cards import Link, links_of
from articles.http import Request
from articles.models import Article, Provider
from articles.models.article import ArticleQuerySet
from articles.permissions import may_review, requires

PAGE_SIZE = 50
PROVIDERS_OFFERED = 200


@require_safe
@requires(may_review)
def queue(request: Request) -> HttpResponse:
    if request.htmx and not request.htmx.history_restore_request:
        return _part(request)
    counts = queues.counts(request.user)
    results = _results(request, counts)
    selected = _selected(request, results.rows)
    context = {
        **results.context,
        "selected": selected,
        "groups": queues.GROUPS,
        "everything": queues.EVERYTHING,
        "filters_url": queue_with(request.GET, filters="open"),
        "form": None,
        **(_filter_form(request) if request.GET.get("filters") else {}),
        **(_pane(selected, results.rows, request) if selected else {}),
    }
    return render(request, "desk/queue/list.html", context)


@require_safe
@requires(may_review)
def article_pane(request: Request, pk: int) -> HttpResponse:
    selected = current(pk)
    if selected is None:
        raise Http404
    context = {
        "selected": selected,
        "links": _links(pk),
        "next": local_next(request, queue_with(request.GET)),
        "in_list": True,
    }
    return render(request, "desk/queue/_pane.html", context)


def _part(request: Request) -> HttpResponse:
    if request.htmx.target == "fields":
        return render(request, "desk/queue/_filters.html", _filter_form(request))
    more = request.htmx.target == "more"
    counts = {} if more else queues.counts(request.user)
    context = {**_results(request, counts).context, "selected": None}
    fragment = "_rows.html" if more else "_listed.html"
    response = render(request, f"desk/queue/{fragment}", context)
    response["HX-Push-Url"] = "false" if more else _here(request)
    return response


class Results(NamedTuple):
    rows: list[Row]
    context: dict[str, object]


def _results(request: Request, counts: dict[str, str]) -> Results:
    chosen = queues.named(request.GET.get("queue", ""))
    found, in_force = filtered(request.GET, chosen.narrow(Article.objects.all()))
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "newest"
    page = _page(found, SORTS[sort][1], request.GET.get("after", ""))
    shown = rows([article.pk for article in page.rows])
    known = "" if in_force else counts.get(chosen.name, "")
    context = {
        "queue": chosen,
        "query": request.GET.get("q", ""),
        "hidden": _hidden_filters(request.GET),
        "chips": [(chip.label, queue_with(request.GET, **{chip.name: ""})) for chip in in_force],
        "clear": queue_with(request.GET, **dict.fromkeys(ArticleFilter.base_filters, "")),
        "sort": sort,
        "sorts": [
            (name, label, queue_with(request.GET, sort=name)) for name, (label, _) in SORTS.items()
        ],
        "rows": shown,
        "bar": settings.QUALITY_THRESHOLD,
        "threshold": on_scale(settings.QUALITY_THRESHOLD),
        "counts": counts,
        "whole": not in_force,
        "count": (known or queues.count_text(paging.capped_count(found))) if page.first else "",
        "more": queue_with(request.GET, after=page.after) if page.after else "",
        "at": _list_until_at(request),
        "top": queue_with(request.GET),
        "everywhere": queue_with(request.GET, queue="all"),
    }
    return Results(shown, context)


def _here(request: Request) -> str:
    return queue_with(request.GET, after=request.GET.get("after", ""))


def _list_until_at(request: Request) -> str:
    """Return the list's address, relative to the queue's, up to the key of the article selected."""
    _, _, query = _here(request).partition("?")
    return f"?{query}&at=" if query else "?at="


def _page(found: ArticleQuerySet, order: tuple[str, ...], cursor: str) -> paging.Page[Article]:
    # What the order needs and no more: where the database must sort, it sorts narrow rows.
    columns = [name.removeprefix("-") for name in order]
    return paging.page(found.only(*columns), order, cursor, PAGE_SIZE)


def _hidden_filters(params: QueryDict) -> list[tuple[str, str]]:
    # The form must send these on while its fields are not there.
    names = ArticleFilter.base_filters.keys() - {"q"}
    return [(name, str(value)) for name, value in params.items() if name in names and value]


def _filter_form(request: Request) -> dict[str, object]:
    providers = Provider.objects.order_by("name").values_list("name", "domain")
    return {
        "form": ArticleFilter(request.GET, Article.objects.none()).form,
        "providers": providers[:PROVIDERS_OFFERED],
    }


def _selected(request: Request, shown: list[Row]) -> Row | None:
    """Return the article of `?at=`, in the list or not, else the first of the list."""
    at = request.GET.get("at", "")
    for candidate in shown:
        if str(candidate.article.pk) == at:
            return candidate
    found = current(int(at)) if at.isascii() and at.isdigit() and len(at) < 19 else None
    return found or next(iter(shown), None)


def _pane(selected: Row, shown: list[Row], request: Request) -> dict[str, object]:
    # Without scripts, the article below comes up after an act.
    after = request.GET.get("after", "")
    return {
        "links": _links(selected.article.pk),
        "in_list": selected in shown,
        "next": queue_with(request.GET, after=after, at=selected.following or ""),
    }


def _links(pk: int) -> list[Link]:
    return links_of([pk])[pk]
