"""Readers' pages: no account, no cookie, no JavaScript."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.accounts import first_admin
from articles.display.cards import public_card
from articles.figures.numbers import month_of
from articles.models import Article, DayFigures, Topic
from articles.paging import Page
from articles.public import stories, topics
from articles.seeds.topic_names import address_key
from articles.site import choices

fresh = cache_control(public=True, max_age=60)


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    page = stories.front(request.GET.get("after", ""))
    if not page.rows and first_admin.is_wanted():
        return redirect("setup")
    return _front(request, page)


@fresh
def _front(request: HttpRequest, page: Page[Article]) -> HttpResponse:
    shown, beyond = stories.within_limits(stories.stories([row.pk for row in page.rows]))
    top = stories.top(shown) if shown and page.first else []
    days = stories.by_day(shown[len(top) :], beyond)
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
    top = stories.on_top_of(topic.pk)
    below = [row.article_id for row in page.rows if row.article_id not in top]
    found = stories.stories([*(top if page.first else []), *below])
    return _render(
        request,
        "public/topic.html",
        topic=topic,
        description=detail.description,
        ancestors=detail.ancestors,
        children=children,
        page=page,
        featured=[story for story in found if story.article.pk in top],
        days=stories.by_day(*stories.within_limits(s for s in found if s.article.pk not in top)),
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
    counted = DayFigures.objects.first()
    return _render(
        request,
        "public/about.html",
        threshold=choices.threshold(),
        own=Topic.objects.with_threshold().exists(),
        shows_scores=choices.standing().shows_scores,
        until=counted.until if counted else None,
        month=month_of(counted.values) if counted else None,
        here="about",
    )


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
