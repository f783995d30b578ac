"""What holds for every request and response, whatever a view forgot."""

import codecs
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from newsdesk.errors import too_large
from newsdesk.web import bodies

NUL = "\0"
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Feeds and readers' pictures say otherwise.
    "Cross-Origin-Resource-Policy": "same-origin",
    # By which the desk's scripts know its answer from the page of a proxy or of a hotel's network.
    "Newsdesk": "answer",
}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")

Next = Callable[[HttpRequest], HttpResponseBase]


class DefaultHeaders:
    """For every response, those of style sheets and of redirects included."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class Guard:
    """Caches keep nothing unless its view said "public" and nothing about the visitor was read.

    Also refuses wrong methods and bodies that are too large, before any of them is read, NUL
    characters, which PostgreSQL cannot store and no person types, and other encodings than UTF-8.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not (_is_public(response) and _is_impersonal(request, response)):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *arguments: Any
    ) -> HttpResponse | None:
        methods = bodies.methods_of(view)
        if methods and request.method not in methods and not bodies.is_for_members(view):
            return HttpResponseNotAllowed(sorted(methods))
        assert request.resolver_match is not None
        cookies = request.META.get("HTTP_COOKIE", "")
        if _length(request) > bodies.most(request.resolver_match, cookies):
            return too_large(request)
        if _is_in_another_encoding(request):
            raise BadRequest("Only UTF-8 is read here.")
        if any(NUL in text for text in _sent(request)):
            raise BadRequest("A NUL character was sent.")
        return None


class GZipPages(GZipMiddleware):
    """Compresses what readers see, and pages and lists of the desk: their only secret is the
    form's, which is masked anew each time, and the length of each answer is blurred.

    Where a secret stands as it is, its size would give it away: with accounts and the setup, and in
    answers to forms, which say those of feeds and webhooks. Pictures are compressed as they are.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or not (_is_public(response) or _is_page_of_desk(request)):
            return response
        return super().process_response(request, response)


class SignInFirst(LoginRequiredMiddleware):
    """Every view asks for an account unless it says `@login_not_required`.

    A public view is let through without a look at the session, so that caches may keep its page.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], *view: Any
    ) -> HttpResponseBase | None:
        if not bodies.is_for_members(view_func):
            return None
        return super().process_view(request, view_func, *view)

    def handle_no_permission(  # type: ignore[override]  # htmx is redirected by a header
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        login, here = self.get_login_url(view_func), _return_address(request)
        answer = redirect_to_login(here, login) if here else redirect(login)
        return HttpResponseClientRedirect(answer.url) if HtmxDetails(request) else answer


def _is_public(response: HttpResponseBase) -> bool:
    return "public" in response.headers.get("Cache-Control", "")


def _is_page_of_desk(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_of_desk = match is not None and "desk" in match.namespaces
    return request.method in SAFE_METHODS and is_of_desk


def _is_impersonal(request: HttpRequest, response: HttpResponseBase) -> bool:
    session = getattr(request, "session", None)
    return not response.cookies and not (session and session.accessed)


def _sent(request: HttpRequest) -> list[str]:
    # Every text that the client chose.
    fields = [value for _, values in request.POST.lists() for value in values]
    query = [value for _, values in request.GET.lists() for value in values]
    return [
        request.path_info,
        *request.GET,
        *query,
        *request.POST,
        *fields,
        *request.COOKIES.values(),
    ]


def _is_in_another_encoding(request: HttpRequest) -> bool:
    # Django would decode by whatever codec the client names, `rot13` as well.
    return codecs.lookup(request.encoding or "utf-8").name != "utf-8"


def _length(request: HttpRequest) -> int:
    # In bytes, as announced: Django reads no more than that.
    length = request.META.get("CONTENT_LENGTH") or ""
    if length and not (length.isascii() and length.isdigit()):
        raise BadRequest("Content-Length is no number.")
    return int(length.lstrip("0")[:15] or 0)  # Python reads no number of 5,000 digits


def _return_address(request: HttpRequest) -> str:
    """Return where to go after signing in: the page asked for, or the one that an htmx part sits
    on.

    "" for a form's address, which cannot be visited.
    """
    if htmx := HtmxDetails(request):
        try:
            return htmx.current_url_abs_path or ""
        except ValueError:  # no browser is at such an address
            return ""
    return request.get_full_path() if request.method in SAFE_METHODS else ""
