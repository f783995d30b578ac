"""An article as it was: what restoring that would change, and restoring it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from articles.actions import articles as actions
from articles.actions.change import Done
from articles.desk import run_action
from articles.desk.forms import VersionForm
from articles.history.acts import ABOUT, name_imports, told
from articles.history.differences import between
from articles.history.versions import as_it_was, to_restore
from articles.http import Request
from articles.models import Article, Event
from articles.permissions import may_review, requires


@require_safe
@requires(may_review)
def article_version(request: Request, pk: int, event: int) -> HttpResponse:
    events = Event.objects.select_related(*ABOUT)
    row = get_object_or_404(events, pk=event, article=pk)
    name_imports([row])
    article = get_object_or_404(Article, pk=pk)
    context = {
        "article": article,
        "event": row,
        "told": told(row),
        "changes": between(*to_restore(article, row)),
    }
    return render(request, "desk/articles/version.html", context)


@require_POST
@requires(may_review)
def article_restore(request: Request, pk: int, event: int) -> HttpResponse:
    def restore(*, article: int, **arguments: Any) -> Done[Article]:
        row = get_object_or_404(Event, pk=event, article=article)
        now = Article.objects.get(pk=article)
        return actions.restore(article=now, to=as_it_was(now, row), **arguments)

    return run_action.perform(request, pk, VersionForm(request.POST), restore, "Restored")
