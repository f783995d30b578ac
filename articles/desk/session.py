"""Who is signed in, for a page that stayed open while the session ended."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

from articles.http import Request
from articles.permissions import may_review, requires


@require_safe
@requires(may_review)
def session(request: Request) -> HttpResponse:
    """Answer with what the page's forms must send from now on, and whose they are."""
    user = request.user
    name = user.get_short_name() or user.get_username()
    return JsonResponse({"user": user.pk, "name": name, "token": get_token(request)})
