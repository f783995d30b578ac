from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles import wording
from articles.actions import articles as actions
from articles.actions import stories
from articles.desk import run_action
from articles.desk.forms import FoldForm, ScoreForm, VersionForm
from articles.http import Request
from articles.models import Article, Review, State, StateBy
from articles.permissions import may_review, requires
from articles.times import long_day


@require_POST
@requires(may_review)
def article_publish(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), actions.publish, _published)


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
    form = FoldForm(request.POST)
    return run_action.perform(request, pk, form, stories.fold, "Folded", alone=False)


@require_POST
@requires(may_review)
def article_lead(request: Request, pk: int) -> HttpResponse:
    """Have it lead the story that it is folded into."""
    form = VersionForm(request.POST)
    return run_action.perform(
        request, pk, form, stories.lead, "Made the lead of its story:", alone=False
    )


@require_POST
@requires(may_review)
def article_unfold(request: Request, pk: int) -> HttpResponse:
    return run_action.perform(request, pk, VersionForm(request.POST), stories.unfold, "Unfolded")


def _published(article: Article) -> str:
    if article.is_folded:
        return "Published, readers see it only below its lead:"
    start = _from(article)
    return f"Published{start}:" if start else "Published"


def _agreed(article: Article) -> str:
    return f"Agreed, stays {wording.stands(article)}{_from(article)}:"


def _scored(article: Article) -> str:
    said = "Took the score off" if article.quality is None else f"Scored {article.quality}"
    if article.is_folded:
        return f"{said}, stays folded:"
    if article.is_pinned:
        return f"{said}, stays {wording.stands(article)}{_from(article)}:"
    return f"{said}, {wording.stands_by(article, StateBy.RULE)}{_from(article)}:"


def _from(article: Article) -> str:
    """Say from when readers see what waits for its time; "" for all else."""
    hidden = article.state == State.UNPUBLISHED or article.review == Review.REJECTED
    if hidden or not article.is_ahead:
        return ""
    return f" from {long_day(article.published_at, timezone.now())}"
