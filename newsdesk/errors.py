"""Error pages: HTML for people, JSON for programs, a traceback for nobody.

They read no session and no database, so that they come up when nothing else does.
"""

import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from articles.images.store import is_full
from newsdesk.context import site

try:
    from redis.exceptions import RedisError
except ImportError:  # Redis is an extra.
    PASSING: tuple[type[Exception], ...] = (OperationalError, InterfaceError)
else:
    PASSING = (OperationalError, InterfaceError, RedisError)  # what recovers by itself

RETRY_AFTER = 10  # seconds


# What readers' pages ask of the database stays out.
NO_PAGE: dict[str, object] = {
    "sections": [],
    "page": None,
    "section": None,
    "here": "",
    "address": "",
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return too_large(request)
    return _answer(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN, "public/403.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN, "403_csrf.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, HTTPStatus.NOT_FOUND, "public/404.html")


def too_large(request: HttpRequest) -> HttpResponse:
    return _answer(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return _answer(request, HTTPStatus.TOO_MANY_REQUESTS)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; or 503 while database, disk or Redis is locked, full or away: that passes."""
    error = sys.exception()
    if not (isinstance(error, PASSING) or is_full(error)):
        return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    response = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _answer(request: HttpRequest, status: HTTPStatus, template: str = "") -> HttpResponse:
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"status": status.value, "error": status.phrase}, status=status)
    html = render_to_string(template or f"{status.value}.html", {**NO_PAGE, **site(request)})
    return HttpResponse(html, status=status)
