"""What other programs fetch: Atom feeds, the sitemap, the word to robots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.display.cards import Card
from articles.http import usable_elsewhere
from articles.models import Article, Topic
from articles.public import stories, tags, topics
from articles.text import display_text

FEED_SIZE = 30
SITEMAP_SIZE = 1000
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # an empty feed was never updated
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """Names of a feed, and the paths of its page and of itself. `id` follows the site's prefix."""

    id: str
    title: str
    subtitle: str
    page: str
    path: str


@dataclass(frozen=True, slots=True)
class Entry:
    article: Card
    updated: datetime


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def site_feed(request: HttpRequest) -> HttpResponse:
    newest = Article.objects.listed().order_by("-published_at", "-id")[:FEED_SIZE]
    page, path = reverse("public:front"), reverse("public:feed")
    feed = Feed("feed", settings.SITE_NAME, settings.SITE_TAGLINE, page, path)
    return _render(request, feed, dict(newest.values_list("pk", "updated_at")))


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
        f"{topic.name} · {settings.SITE_NAME}",
        display_text(topic.description),
        reverse("public:topic", args=[topic.slug]),
        reverse("public:topic-feed", args=[topic.slug]),
    )
    return _render(request, feed, dict(newest.values_list("article_id", "article__updated_at")))


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    # The stories that a crawler missed are linked from the topics.
    newest = Article.objects.listed().order_by("-day", "-weight", "-id")
    context = {
        "site": _origin(request),
        "topics": topics.in_navigation(Topic.objects.all()).only("slug"),
        "articles": newest.values("slug", "updated_at")[:SITEMAP_SIZE],
    }
    return render(request, "public/sitemap.xml", context, content_type="application/xml")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    context = {"site": _origin(request)}
    return render(request, "public/robots.txt", context, content_type="text/plain; charset=utf-8")


def _render(request: HttpRequest, feed: Feed, times: dict[int, datetime]) -> HttpResponse:
    """Answer with these articles, newest first, and when each was updated.

    One of the next minutes, which lists show already, has to wait: readers of feeds distrust it.
    """
    found, now = stories.listed(list(times), pictures=False), timezone.now()
    entries = [Entry(card, times[card.pk]) for card in found if card.published_at <= now]
    updated = max((entry.updated for entry in entries), default=NOTHING_YET)
    context = {
        "feed": feed,
        "entries": entries,
        "updated": updated,
        "site": _origin(request),
        "tag": tags.prefix(),
    }
    body = NOT_XML.sub("", render_to_string("public/feed.xml", context, request))
    # By its ETag alone: a story can come in or go without any moment of the feed moving on.
    etag = quote_etag(blake2b(body.encode(), digest_size=16).hexdigest())
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response) or response
    return usable_elsewhere(answer)


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
