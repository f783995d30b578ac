"""Addresses of the desk: the same list with one thing changed, and where to go after an act."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def queue_with(params: QueryDict, **changes: object) -> str:
    """The queue with `changes` applied to its parameters; an empty value drops one.

    The page and the selected article belong to the old list, so they go unless they are named.
    """
    merged = params.copy()
    for name in ("after", "at"):
        merged.pop(name, None)
    for name, value in changes.items():
        merged[name] = str(value)
    for name in [name for name in merged if not merged[name]]:
        del merged[name]
    query = merged.urlencode()
    return reverse("desk:queue") + (f"?{query}" if query else "")


def local_next(request: HttpRequest, default: str) -> str:
    """Where the form wants to go on, if that is a page of the desk; else `default`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    local = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if local and target.startswith(reverse("desk:queue")) else default
