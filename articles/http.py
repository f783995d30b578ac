"""What a view is handed once somebody has signed in, and what it says of its answer."""

from typing import TypeVar

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

Response = TypeVar("Response", bound=HttpResponseBase)


class Request(HttpRequest):
    """Only for types: `permissions.requires` lets nobody in who would not fit."""

    user: User
    htmx: HtmxDetails  # true if htmx asks for a part of the page


def usable_elsewhere(response: Response) -> Response:
    """Let pages of other sites load it, which they may of nothing that does not say so."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
