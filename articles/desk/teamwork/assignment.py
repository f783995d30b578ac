"""Who is to see to an article."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from articles.actions.teamwork.assignment import assign
from articles.desk import run_action
from articles.desk.teamwork.forms import AssignForm
from articles.http import Request
from articles.models import Article
from articles.permissions import may_review, requires
from articles.wording import name_of


@require_POST
@requires(may_review)
def article_assign(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, AssignForm(request.POST), assign, _assigned)


def _assigned(article: Article) -> str:
    to = article.assigned_to
    return f"Assigned to {name_of(to)}:" if to else "Assigned to nobody:"
