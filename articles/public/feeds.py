"""What other programs fetch: Atom feeds, the sitemap, the word to robots."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.display.feeds import FEED_SIZE, Entry, Feed, answer, origin
from articles.http import usable_elsewhere
from articles.models import Article, Topic
from articles.public import stories, topics
from articles.site import choices
from articles.text import display_text

SITEMAP_SIZE = 1000


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def site_feed(request: HttpRequest) -> HttpResponse:
    newest = Article.objects.listed().order_by("-published_at", "-id")[:FEED_SIZE]
    page, path = reverse("public:front"), reverse("public:feed")
    feed = Feed("feed", choices.site_name(), settings.SITE_TAGLINE, page, path)
    return _answer(request, feed, dict(newest.values_list("pk", "updated_at")))


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def topic_feed(request: HttpRequest, slug: str) -> HttpResponse:
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        now = topics.current_slug(slug)
        if now is None:
            raise Http404("no topic has or had this slug")
        return redirect("public:topic-feed", now, permanent=True)
    newest = stories.filed(topic.pk).order_by("-published_at", "-article_id")[:FEED_SIZE]
    feed = Feed(
        f"topic/{topic.pk}",
        f"{topic.name} · {choices.site_name()}",
        display_text(topic.description),
        reverse("public:topic", args=[topic.slug]),
        reverse("public:topic-feed", args=[topic.slug]),
    )
    return _answer(request, feed, dict(newest.values_list("article_id", "article__updated_at")))


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    # The stories that a crawler missed are linked from the topics.
    newest = Article.objects.listed().order_by("-day", "-weight", "-id")
    context = {
        "site": origin(request),
        "topics": topics.in_navigation(Topic.objects.all()).only("slug"),
        "articles": newest.values("slug", "updated_at")[:SITEMAP_SIZE],
    }
    return render(request, "public/sitemap.xml", context, content_type="application/xml")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    context = {"site": origin(request)}
    return render(request, "public/robots.txt", context, content_type="text/plain; charset=utf-8")


def _answer(request: HttpRequest, feed: Feed, times: dict[int, datetime]) -> HttpResponse:
    """Answer with these articles, and when each was updated."""
    found = stories.listed(list(times), pictures=False)
    entries = [
        Entry(card, times[card.pk], reverse("public:article", args=[card.slug])) for card in found
    ]
    return usable_elsewhere(answer(request, feed, entries))
