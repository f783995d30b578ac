"""What a view is handed once somebody has signed in, and what it says of its answer."""

from typing import Any, TypeVar

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

Response = TypeVar("Response", bound=HttpResponseBase)
DEEPEST = 20  # levels of JSON that somebody sends


class Request(HttpRequest):
    """Only for types: `permissions.requires` lets nobody in who would not fit."""

    user: User
    htmx: HtmxDetails  # true if htmx asks for a part of the page


def usable_elsewhere(response: Response) -> Response:
    """Let pages of other sites load it, which they may of nothing that does not say so."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


class JSONField(forms.JSONField):
    """Refuses what Python's reader stumbles over as well, nested too deep or a number of thousands
    of digits, and what its writer would."""

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value)
        except (RecursionError, ValueError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if _is_deeper(found, DEEPEST):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            found = super().bound_data(data, initial)
        except (RecursionError, ValueError):
            return InvalidJSONInput(data)
        return InvalidJSONInput(data) if _is_deeper(found, DEEPEST) else found


def _is_deeper(value: Any, levels: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(levels == 0 or _is_deeper(part, levels - 1) for part in parts)
