"""An article's times: when it is published, and when it is held again."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from articles.actions.teamwork import schedule
from articles.desk import run_action
from articles.desk.teamwork.forms import CancelForm, PlanForm
from articles.http import Request
from articles.models import Article
from articles.permissions import may_review, requires
from articles.times import in_full


@require_POST
@requires(may_review)
def article_publish_at(request: Request, pk: int) -> HttpResponse:
    form = PlanForm(request.POST)
    return run_action.perform(request, pk, form, schedule.publish_at, _to_be_published)


@require_POST
@requires(may_review)
def article_hold_at(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, PlanForm(request.POST), schedule.hold_at, _to_be_held)


@require_POST
@requires(may_review)
def article_cancel_plan(request: Request, pk: int) -> HttpResponse:
    form = CancelForm(request.POST)
    return run_action.perform(request, pk, form, schedule.cancel, "Cancelled what was planned for")


def _to_be_published(article: Article) -> str:
    return f"To be published on {in_full(article.publish_at)}:" if article.publish_at else "Planned"


def _to_be_held(article: Article) -> str:
    return f"To be held on {in_full(article.hold_at)}:" if article.hold_at else "Planned"
