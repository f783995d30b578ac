from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from articles.actions import articles as actions
from articles.desk import run_action
from articles.desk.articles import detail, merging
from articles.desk.forms import EditForm
from articles.http import Request
from articles.models import Article
from articles.permissions import may_review, requires


@require_safe
@requires(may_review)
def article_detail(request: Request, pk: int) -> HttpResponse:
    return detail.page(request, pk)


@require_POST
@requires(may_review)
def article_edit(request: Request, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.with_cards(), pk=pk)
    form = EditForm(article, merging.picked(request.POST))
    return run_action.perform(request, pk, form, actions.edit, "Saved")
