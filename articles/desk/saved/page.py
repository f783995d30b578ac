"""The page of saved views, which also says what was refused, and what is said once."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from articles.desk.saved import rail
from articles.http import Request
from articles.models import SavedView
from articles.queue.saved import in_words


@dataclass(frozen=True)
class Refusal:
    """A name that was not taken, why, and for which view; for a new one, what that would ask."""

    name: str
    why: str
    view: int = 0
    query: str = ""
    shared: bool = False

    @property
    def asks(self) -> list[str]:
        return in_words(self.query)


@dataclass(frozen=True)
class Opened:
    """A view's feed and its address, which is never shown again."""

    view: SavedView
    address: str


def own(request: Request, pk: int) -> SavedView:
    return get_object_or_404(SavedView, pk=pk, owner=request.user)


def done(request: Request, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("desk:saved-views")


def page(
    request: Request, refusal: Refusal | None = None, opened: Opened | None = None
) -> HttpResponse:
    lines = [rail.line(view, request.user) for view in SavedView.objects.seen_by(request.user)]
    context = {
        "own": [(line, in_words(line.view.query)) for line in lines if not line.by],
        "others": [(line, in_words(line.view.query)) for line in lines if line.by],
        "refusal": refusal,
        "opened": opened,
    }
    return render(request, "desk/saved/list.html", context, status=422 if refusal else 200)
