"""Readers' pages: no account, no cookie, no JavaScript."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.display.cards import public_card
from articles.public import stories, topics
from articles.seeds.topic_names import address_key

fresh = cache_control(public=True, max_age=60)


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
    detail = topics.detail(slug)
    if detail is None:
        return redirect("public:topic", _current_slug(slug), permanent=True)
    topic = detail.topic
    sections, children = topics.sections_and_children(topic.pk)
    page = stories.of_topic(topic.pk, request.GET.get("after", ""))
    return _render(
        request,
        "public/topic.html",
        topic=topic,
        description=detail.description,
        ancestors=detail.ancestors,
        children=children,
        page=page,
        days=stories.by_day(stories.stories([row.article_id for row in page.rows])),
        here="topic",
        section=detail.root.pk,
        sections=sections,
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
    card = public_card(slug)
    if card is None:
        return redirect("public:article", _written_slug(slug), permanent=True)
    root = next((topic.pk for topic in card.topics if topic.is_root), None)
    return _render(
        request,
        "public/article.html",
        article=card,
        coverage=stories.coverage_of([card.pk])[card.pk],
        lead=stories.lead_of(card),
        beside=stories.beside(card),
        section=root,
    )


@login_not_required
@require_safe
@fresh
def about(request: HttpRequest) -> HttpResponse:
    return _render(request, "public/about.html", threshold=settings.QUALITY_THRESHOLD, here="about")


def _written_slug(address: str) -> str:
    """Return the story's slug where the address has it in upper case or in another normal form."""
    slug = address_key(address)
    if slug == address or public_card(slug) is None:
        raise Http404("no story has this address")
    return slug


def _current_slug(slug: str) -> str:
    now = topics.current_slug(slug)
    if now is None:
        raise Http404("no topic has or had this slug")
    return now


def _render(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    always = {
        "address": request.build_absolute_uri(request.path),
        "here": "",
        "page": None,
        "section": None,
        "sections": context.get("sections") or topics.sections(),
    }
    return render(request, template, {**always, **context})
