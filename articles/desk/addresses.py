"""Addresses of the desk: the same list with one thing changed, and where to go after an act."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from articles.http import Request

LONGEST = 500  # characters of a parameter in an address, as it is written there


def queue_with(params: QueryDict, **changes: object) -> str:
    """Return the queue with `changes` applied to its parameters; an empty value drops one.

    The page, the moment that it shows and the selected article belong to the old list, so they go
    unless they are named.
    """
    merged = params.copy()
    for name in ("after", "asof", "at"):
        merged.pop(name, None)
    for name, value in changes.items():
        merged[name] = str(value)
    for name in [name for name in merged if not merged[name]]:
        del merged[name]
    query = merged.urlencode()
    return reverse("desk:queue") + (f"?{query}" if query else "")


def forget_long(request: Request, *, but: str = "") -> None:
    """Make as if parameters that nobody means so long had not been sent: a list repeats them in
    each of its links."""
    params = request.GET.copy()
    for name, values in request.GET.lists():
        if name != but and len(urlencode({name: values}, doseq=True)) > LONGEST:
            del params[name]
    if len(params) < len(request.GET):
        request.GET = params  # type: ignore[assignment]
        request.META["QUERY_STRING"] = params.urlencode()


def queue_named(name: str) -> str:
    return queue_with(QueryDict(mutable=True), queue=name)


def articles_with(**filters: object) -> str:
    """Return the list of what these filters let through of `queue`, or of all articles."""
    # Not by way of a form's parameters: a page may have a thousand of these.
    return f"{reverse('desk:queue')}?{urlencode({'queue': 'all', **filters})}"


def local_next(request: Request, default: str) -> str:
    """Return where the form wants to go on, if that is a page of the desk; else `default`.

    A row of the list names only the article that comes up next (`at`): the list is the page that
    the form was sent from.
    """
    target = request.POST.get("next") or request.GET.get("next") or _list_at(request)
    local = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if local and target.startswith(reverse("desk:queue")) else default


def _list_at(request: Request) -> str:
    at = request.POST.get("at")
    if at is None:
        return ""
    try:
        here = urlsplit(request.headers.get("Referer", ""))
        params = QueryDict(here.query)
    except (ValueError, TooManyFieldsSent):  # no browser sends that
        return ""
    if (here.netloc, here.path) != (request.get_host(), reverse("desk:queue")):
        return ""
    anchor = f"#article-{at}" if at.isascii() and at.isdigit() else ""
    shown = {name: params.get(name, "") for name in ("after", "asof")}
    return f"{queue_with(params, **shown, at=at)}{anchor}"
