"""Readers' pages: no account, no cookie, no JavaScript."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.display.cards import cards
from articles.models import Article, Topic
from articles.public import stories, topics

fresh = cache_control(public=True, max_age=60)
BESIDE = 4


@login_not_required
@require_safe
@fresh
def front(request: HttpRequest) -> HttpResponse:
    page = stories.front(request.GET.get("after", ""))
    found = stories.stories([row.pk for row in page.rows])
    top = stories.top(found) if found and page.first else []
    days = stories.by_day(found[len(top) :])
    return _render(request, "public/front.html", page=page, top=top, days=days, here="front")


@login_not_required
@require_safe
@fresh
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = topics.by_slug(slug)
    if topic is None:
        return redirect("public:topic", _moved(slug).slug, permanent=True)
    page = stories.of_topic(topic, request.GET.get("after", ""))
    ancestors = topics.ancestors(topic)
    return _render(
        request,
        "public/topic.html",
        topic=topic,
        ancestors=ancestors,
        children=stories.live(topic.children.all()),
        page=page,
        days=stories.by_day(stories.stories([row.article_id for row in page.rows])),
        here="topic",
        section=[*ancestors, topic][0].pk,
    )


@login_not_required
@require_safe
@fresh
def topic_tree(request: HttpRequest) -> HttpResponse:
    return _render(request, "public/topics.html", branches=topics.tree(), here="topics")


@login_not_required
@require_safe
@fresh
def article(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Article.objects.public().only("pk", "folded_into", "heat"), slug=slug)
    (card,) = cards([row.pk])
    root = next((topic.pk for topic in card.topics if topic.is_root), None)
    return _render(
        request,
        "public/article.html",
        article=card,
        coverage=stories.coverage_of([row.pk])[row.pk],
        lead=row.lead if row.lead and row.lead.public else None,
        beside=stories.beside(card, BESIDE),
        section=root,
    )


@login_not_required
@require_safe
@fresh
def about(request: HttpRequest) -> HttpResponse:
    return _render(request, "public/about.html", threshold=settings.QUALITY_THRESHOLD, here="about")


def _moved(slug: str) -> Topic:
    """Return the topic that a reader's old link means, or answer "not found"."""
    topic = topics.moved(slug)
    if topic is None:
        raise Http404("no topic has or had this slug")
    return topic


def _render(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    always = {
        "sections": stories.sections(),
        "address": request.build_absolute_uri(request.path),
        "here": "",
        "page": None,
        "section": None,
    }
    return render(request, template, {**always, **context})
