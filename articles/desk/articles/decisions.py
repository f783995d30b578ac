from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from articles import wording
from articles.actions import articles as actions
from articles.actions import stories
from articles.desk import run_action
from articles.desk.forms import FoldForm, ScoreForm, VersionForm
from articles.http import Request
from articles.models import Article
from articles.permissions import may_review, requires


@require_POST
@requires(may_review)
def article_publish(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.publish, "Published")


@require_POST
@requires(may_review)
def article_unpublish(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.unpublish, "Held")


@require_POST
@requires(may_review)
def article_reject(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.reject, "Rejected")


@require_POST
@requires(may_review)
def article_agree(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.agree, _agreed)


@require_POST
@requires(may_review)
def article_reopen(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.reopen, "Reopened")


@require_POST
@requires(may_review)
def article_score(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, ScoreForm(request.POST), actions.score, _scored)


@require_POST
@requires(may_review)
def article_fold(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, FoldForm(request.POST), stories.fold, "Folded")


@require_POST
@requires(may_review)
def article_unfold(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), stories.unfold, "Unfolded")


def _agreed(article: Article) -> str:
    return f"Agreed, stays {wording.stands(article)}:"


def _scored(article: Article) -> str:
    said = "Took the score off" if article.quality is None else f"Scored {article.quality}"
    if article.is_pinned:
        return f"{said}, stays {wording.stands(article)}:"
    return f"{said}, {wording.STATES[article.state]} by the rule:"
