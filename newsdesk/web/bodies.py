"""Which bodies of requests are worth reading: their heads decide, and who sends the large ones.

What a client announces costs it nothing, so that no announcement ever stands in another's way:
small bodies are always read, and large ones only of people who are signed in, for the pages that
read them.
"""

import inspect
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import parse_cookie
from django.urls import Resolver404, ResolverMatch, resolve

# In bytes. Whoever opens all the connections there are fills a quarter of a gigabyte with these.
SMALL = 250_000  # of anybody: nobody signs in with more, and few decisions are larger
FORM = 3_000_000  # of people who are signed in: as much as Django reads of a form's fields
UPLOADS = {"desk:import-upload", "desk:import-files"}  # the pages that read as much as there may be
WITHOUT_BODY = {"GET", "HEAD", "OPTIONS", "TRACE"}
KEY = re.compile(r"[a-z0-9]{32}")  # of a session, as Django makes them


def wanted(method: str, path: str, cookies: str) -> int:
    """Return how many bytes of a body the page at that path would read at most."""
    if method in WITHOUT_BODY:
        return 0
    try:
        match = resolve(path)
    except Resolver404:
        return 0
    methods = methods_of(match.func)
    return most(match, cookies) if methods is None or method in methods else 0


def most(match: ResolverMatch, cookies: str) -> int:
    """Return how many bytes a request for that page may have, if its cookie is a good one."""
    if not (is_for_members(match.func) and session_key(cookies)):
        return min(SMALL, settings.BODY_MAX)
    return settings.BODY_MAX if match.view_name in UPLOADS else min(FORM, settings.BODY_MAX)


def is_signed_in(cookies: str) -> bool:
    """Ask the database, in one query, whether the session is one of a person who has signed in:
    anybody can make up a key, and get a session as well."""
    close_old_connections()
    try:
        return SESSION_KEY in SessionStore(session_key(cookies))
    finally:
        close_old_connections()


def session_key(cookies: str) -> str:
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    return key if KEY.fullmatch(key) else ""


def is_for_members(view: Callable[..., Any]) -> bool:
    return getattr(view, "login_required", True)


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
