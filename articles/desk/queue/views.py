from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.accounts import desk_settings
from articles.desk.addresses import forget_long, local_next, queue_with
from articles.desk.queue import frozen
from articles.desk.queue.listing import Listing, listing, news, selected
from articles.desk.queue.rows import Row, current, on_scale
from articles.desk.queue.suggested import suggested_score
from articles.desk.saved import rail
from articles.desk.stories.part import around
from articles.desk.teamwork import presence
from articles.display.cards import links_of
from articles.history.since import Since, since_decided
from articles.http import Request
from articles.models import Article, Density
from articles.paging import COUNT_CAP
from articles.permissions import may_review, requires
from articles.query.complete import completions
from articles.query.language.errors import QueryError
from articles.queue import filters, queues
from articles.queue.facets import facets_of
from articles.queue.filters import SORTS, ArticleFilter
from articles.queue.saved import cleaned
from articles.site import choices
from articles.wording import Status


@require_safe
@requires(may_review)
def queue(request: Request) -> HttpResponse:
    forget_long(request, but="q")
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    try:
        return _part(request) if is_part else _whole(request)
    except QueryError as error:
        return _refused(request, error) if is_part else _whole(request, error)


@require_safe
@requires(may_review)
def queue_news(request: Request) -> HttpResponse:
    """Answer with how many articles have come into the list since the moment that it shows."""
    try:
        return JsonResponse({"count": news(request.GET, request.user)})
    except QueryError:
        return JsonResponse({"count": "0"})


@require_safe
@requires(may_review)
def article_pane(request: Request, pk: int) -> HttpResponse:
    row = current(pk)
    if row is None:
        raise Http404
    context = {
        "selected": row,
        **_beside(row),
        "around": around(row),
        "people": presence.others([pk], request.user).get(pk, []),
        "next": local_next(request, queue_with(request.GET)),
    }
    return render(request, "desk/queue/_pane.html", context)


@require_safe
@requires(may_review)
def search_completions(request: Request) -> HttpResponse:
    """Answer with how the search may go on behind `upto`, what stands before the caret."""
    upto = request.GET.get("upto", "")
    context = {"completions": completions(upto), "begun": upto[-1:].strip() != ""}
    return render(request, "desk/queue/_completions.html", context)


def _whole(request: Request, error: QueryError | None = None) -> HttpResponse:
    """Answer with the page; with an error it says so above the list without a search."""
    query = _query(request, error)
    if error:
        forget_long(request)  # it stands in the search box, and what is wrong in it beside that
    params = _without_search(request.GET) if error else request.GET
    glance = queues.glance(request.user)
    shown = listing(params, request.user, glance)
    row = _selected(request, shown)
    listed = _list(request, params, shown, glance.counts)
    context = {
        **listed,
        **query,
        "selected": row,
        "groups": queues.GROUPS,
        "everything": queues.EVERYTHING,
        "moving": queues.MOVING,
        "in_basket": glance.basket,
        "saved": rail.views_for(request.user, params),
        "filters_url": queue_with(request.GET, filters="open"),
        **_filters(request, params, shown),
        **(_pane(row, request, shown.asof) if row else {}),
        "people": listed["present"].get(row.article.pk, []) if row else [],
    }
    return render(request, "desk/queue/list.html", context, status=422 if error else 200)


def _part(request: Request) -> HttpResponse:
    if request.htmx.target == "fields":
        return _fields(request)
    on = request.htmx.target in ("more", "less")  # a further page of the list, above or below
    glance = None if on else queues.glance(request.user)
    shown = listing(request.GET, request.user, glance)
    context = {
        **_list(request, request.GET, shown, glance.counts if glance else {}),
        **_query(request, None),
        **({} if on else _filters(request, request.GET, shown)),
        "selected": None,
    }
    fragment = "_rows.html" if on else "_listed.html"
    response = render(request, f"desk/queue/{fragment}", context)
    after = request.GET.get("after", "")
    here = queue_with(request.GET, after=after, filters="")  # which fields are open is the page's
    response["HX-Push-Url"] = "false" if on else here
    return response


def _fields(request: Request) -> HttpResponse:
    """Answer with the filters; beside a search that cannot be read, as if there were none."""
    try:
        context = _filter_form(request, request.GET)
    except QueryError:
        context = _filter_form(request, _without_search(request.GET))
    return render(request, "desk/queue/_filters.html", context)


def _refused(request: Request, error: QueryError) -> HttpResponse:
    """Say what is wrong with the search; the list stays as it is."""
    context = _query(request, error)
    response = render(request, "desk/queue/_query_error.html", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#query-error", "outerHTML"
    return response


def _query(request: Request, error: QueryError | None) -> dict[str, object]:
    query: dict[str, object] = {"query": request.GET.get("q", ""), "error": error}
    if error is None:
        return query
    return {
        **query,
        "mended": queue_with(request.GET, q=error.mended) if error.mended else "",
        "as_words": queue_with(request.GET, q=error.as_words) if error.as_words else "",
    }


def _without_search(params: QueryDict) -> QueryDict:
    rest = params.copy()
    rest.pop("q", None)
    return rest


def _list(
    request: Request, params: QueryDict, shown: Listing, counts: Mapping[str, str]
) -> dict[str, Any]:
    asof, asked = shown.asof, shown.asked
    chips = [(part.label, queue_with(params, q=part.without)) for part in asked.said]
    chips += [(chip.label, queue_with(params, **{chip.name: ""})) for chip in asked.in_force]
    return {
        "queue": shown.queue,
        "hidden": _hidden_filters(params),
        "chips": chips,
        "clear": queue_with(params, q="", **dict.fromkeys(ArticleFilter.base_filters, "")),
        "sort": shown.sort,
        "sorts": _sorts(params, shown),
        "moving_hours": queues.moving_hours() if shown.queue is queues.MOVING else None,
        "rows": shown.rows,
        "present": _present(request, shown),
        "acts": {key: act or "" for key, act in shown.acts.items()},
        "bar": choices.threshold(),
        "seen": timezone.now().isoformat(),
        "threshold": on_scale(choices.threshold()),
        "counts": counts,
        "whole": shown.is_whole,
        "count": shown.count,
        "asof": asof,
        "more": queue_with(params, after=shown.after, asof=asof) if shown.after else "",
        "less": "" if shown.before is None else queue_with(params, after=shown.before, asof=asof),
        "at": _list_until_at(request, asof),
        "top": queue_with(params),
        "news": f"{reverse('desk:queue-news')}?{urlsplit(queue_with(params)).query}",
        "ways_out": shown.ways_out,
        "everywhere": queue_with(params, queue="all"),
        "here": _here(request, asof),
        "look": desk_settings.of(request.user),
        "densities": Density.choices,
        "saved_query": cleaned(params),
    }


def _sorts(params: QueryDict, shown: Listing) -> list[tuple[str, str, str]]:
    if shown.queue is queues.MOVING:
        return [(shown.sort, "Most new sources", queue_with(params))]
    return [(name, label, queue_with(params, sort=name)) for name, (label, _) in SORTS.items()]


def _present(request: Request, shown: Listing) -> dict[int, list[presence.Person]]:
    """Return who else has what is on the page open: the list's articles, and the one aside."""
    keys = [row.article.pk for row in (*shown.rows, shown.aside) if row]
    return presence.others(keys, request.user)


def _here(request: Request, asof: frozen.Moment | None = None) -> str:
    return queue_with(request.GET, after=request.GET.get("after", ""), asof=asof or "")


def _list_until_at(request: Request, asof: frozen.Moment) -> str:
    """Return the list's address, relative to the queue's, up to the key of the article selected."""
    _, _, query = _here(request, asof).partition("?")
    return f"?{query}&at="


def _hidden_filters(params: QueryDict) -> list[tuple[str, str]]:
    # The form must send these on while its fields are not there.
    names = ArticleFilter.base_filters
    return [(name, str(value)) for name, value in params.items() if name in names and value]


def _filters(request: Request, params: QueryDict, shown: Listing) -> dict[str, object]:
    """Return the filters' fields and what they offer, while they are open."""
    if not params.get("filters"):
        return {"form": None, "facets": None}
    # As it was at another moment, the list is without what was decided since.
    return _filter_form(request, params, None if params.get("asof") else shown)


def _filter_form(
    request: Request, params: QueryDict, shown: Listing | None = None
) -> dict[str, object]:
    if shown:
        articles, wanted = shown.unfiltered, shown.asked
    else:
        articles = queues.named(params.get("queue", "")).articles()
        wanted = filters.asked(params, articles, request.user)
    return {
        "form": ArticleFilter(params, Article.objects.none()).form,
        "facets": facets_of(params, request.user, articles, wanted),
        "capped": queues.count_text(COUNT_CAP),
    }


def _selected(request: Request, shown: Listing) -> Row | None:
    """Return the article of `?at=`, in the list or not, else the first of the list."""
    at = selected(request.GET)
    there = next((row for row in shown.rows if row.article.pk == at), None)
    return there or shown.aside or next(iter(shown.rows), None)


def _pane(row: Row, request: Request, asof: frozen.Moment) -> dict[str, object]:
    # Without scripts, the article below comes up after an act.
    after = request.GET.get("after", "")
    return {
        **_beside(row),
        "around": None,  # it comes once the page is there
        "next": queue_with(request.GET, after=after, asof=asof, at=row.following or ""),
    }


def _beside(row: Row) -> dict[str, object]:
    return {
        "links": links_of([row.article.pk])[row.article.pk],
        "since": _since(row),
        "suggested_score": suggested_score(row.article.pk, row.article.source.name),
    }


def _since(row: Row) -> Since | None:
    if not row.changed and row.status != Status.CONFLICT:
        return None
    return since_decided(Article.objects.get(pk=row.article.pk))
