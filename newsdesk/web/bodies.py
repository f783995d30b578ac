"""Which bodies of requests are worth reading: the head alone decides."""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

STRANGERS_MOST = 1_000_000  # bytes of a request without a session: nobody signs in with more
WITHOUT_BODY = {"GET", "HEAD", "OPTIONS", "TRACE"}


def is_wanted(method: str, path: str, length: int, cookies: str) -> bool:
    """Return whether the page at that path would read the body."""
    if method in WITHOUT_BODY or length > most(cookies):
        return False
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    methods = methods_of(view)
    return methods is None or method in methods


def most(cookies: str) -> int:
    """Return how many bytes a request with these cookies may have."""
    known = f"{settings.SESSION_COOKIE_NAME}=" in cookies
    return settings.BODY_MAX if known else min(STRANGERS_MOST, settings.BODY_MAX)


@cache
def methods_of(view: Callable[..., Any]) -> frozenset[str] | None:
    """Return the methods that a view is pinned to; None if it looks for itself."""
    step: Callable[..., Any] | None = view
    while step is not None:
        # Django's decorators keep the list in their closure, and nowhere else.
        pinned = _closure(step).get("request_method_list")
        if pinned is not None:
            return frozenset(pinned)
        step = getattr(step, "__wrapped__", None)
    return None


def _closure(function: Callable[..., Any]) -> dict[str, Any]:
    return dict(inspect.getclosurevars(function).nonlocals) if inspect.isfunction(function) else {}
