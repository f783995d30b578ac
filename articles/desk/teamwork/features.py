"""An article on top of a topic's page."""

from __future__ import annotations

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from articles.actions.teamwork import features
from articles.desk import run_action
from articles.desk.teamwork.forms import FeatureForm, UnfeatureForm
from articles.http import Request
from articles.models import Article, Feature
from articles.permissions import may_review, requires
from articles.queue import topic_choices


@require_POST
@requires(may_review)
def article_feature(request: Request, pk: int) -> HttpResponse:
    form = FeatureForm(request.POST)
    return run_action.perform(request, pk, form, features.feature, "Put on top:")


@require_POST
@requires(may_review)
def article_unfeature(request: Request, pk: int) -> HttpResponse:
    form = UnfeatureForm(request.POST)
    return run_action.perform(request, pk, form, features.unfeature, "Took off the top:")


@require_safe
@requires(may_review)
def article_feature_topics(request: Request, pk: int) -> HttpResponse:
    """Name the topics that an article could be on top of, and how full each of them is."""
    article = get_object_or_404(Article.objects.with_cards(), pk=pk)
    filed = topic_choices.with_those_above(article.listed_topics, topic_choices.tree())
    holding = list(Feature.objects.holding().filter(topic__in=filed))
    context = {
        "filed": filed,
        "taken": Counter(place.topic_id for place in holding),
        "own": {place.topic_id: place.until for place in holding if place.article_id == pk},
        "most": features.MOST,
    }
    return render(request, "desk/teamwork/_topics.html", context)
