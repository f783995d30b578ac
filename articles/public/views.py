"""Readers' pages: no account, no cookie, no JavaScript."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.models import Article, Topic
from articles.public import stories, topics

fresh = cache_control(public=True, max_age=60)
BESIDE = 4


@login_not_required
@require_safe
@fresh
def front(request: HttpRequest) -> HttpResponse:
    page = stories.front(request.GET.get("after", ""))
    articles = stories.cards([row.pk for row in page.rows])
    top = stories.top(articles) if articles and page.first else []
    days = stories.by_day(articles[len(top) :])
    return _show(request, "public/front.html", page=page, top=top, days=days, here="front")


@login_not_required
@require_safe
@fresh
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = topics.by_slug(slug)
    if topic is None:
        return redirect("public:topic", _moved(slug).slug, permanent=True)
    page = stories.of_topic(topic, request.GET.get("after", ""))
    ancestors = topics.ancestors(topic)
    return _show(
        request,
        "public/topic.html",
        topic=topic,
        ancestors=ancestors,
        children=stories.live(topic.children.all()),
        page=page,
        days=stories.by_day(stories.cards([row.article_id for row in page.rows])),
        current_section=[*ancestors, topic][0],
    )


@login_not_required
@require_safe
@fresh
def topic_tree(request: HttpRequest) -> HttpResponse:
    return _show(request, "public/topics.html", branches=topics.tree(), here="topics")


@login_not_required
@require_safe
@fresh
def article(request: HttpRequest, slug: str) -> HttpResponse:
    public = stories.with_coverage(Article.objects.public()).select_related("folded_into")
    article = get_object_or_404(public, slug=slug)
    stories.name_sources([article])
    listed = article.listed_topics
    return _show(
        request,
        "public/article.html",
        article=article,
        lead=article.lead if article.lead and article.lead.public else None,
        beside=stories.beside(article, BESIDE),
        current_section=next((topic for topic in listed if topic.parent_id is None), None),
    )


@login_not_required
@require_safe
@fresh
def about(request: HttpRequest) -> HttpResponse:
    return _show(request, "public/about.html", threshold=settings.QUALITY_THRESHOLD, here="about")


def _moved(slug: str) -> Topic:
    """The topic that a reader's old link means, or "not found"."""
    topic = topics.moved(slug)
    if topic is None:
        raise Http404("no topic has or had this slug")
    return topic


def _show(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    address = request.build_absolute_uri(request.path)
    return render(
        request, template, {"sections": stories.sections(), "address": address, **context}
    )
