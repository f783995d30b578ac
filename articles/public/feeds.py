"""What other programs fetch: a topic's Atom feed, the sitemap, the word to robots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from django.contrib.auth.decorators import login_not_required
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.display.cards import Card
from articles.models import Article, Event, Topic
from articles.public import stories, topics

FEED_SIZE = 30
SITEMAP_SIZE = 1000
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # an empty feed was never updated
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    article: Card
    updated: datetime


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
    entries = _entries(topic)
    updated = max((entry.updated for entry in entries), default=NOTHING_YET)
    context = {"topic": topic, "entries": entries, "updated": updated, "site": _origin(request)}
    body = render_to_string("public/feed.xml", context, request)
    return _conditional(request, NOT_XML.sub("", body), updated)


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    # The stories that a crawler missed are linked from the topics.
    newest = Article.objects.listed().order_by("-day", "-weight", "-id")
    context = {
        "site": _origin(request),
        "topics": topics.in_navigation(Topic.objects.all()).only("slug"),
        "articles": newest.values("slug", "published_at")[:SITEMAP_SIZE],
    }
    return render(request, "public/sitemap.xml", context, content_type="application/xml")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    context = {"site": _origin(request)}
    return render(request, "public/robots.txt", context, content_type="text/plain; charset=utf-8")


def _entries(topic: Topic) -> list[Entry]:
    newest = stories.filed(topic.pk).order_by("-published_at", "-article_id")[:FEED_SIZE]
    keys = list(newest.values_list("article_id", flat=True))
    touched = Event.objects.filter(article__in=keys).order_by().values("article")
    times = dict(touched.values_list("article", Max("at")))
    now = timezone.now()  # no clock that is fast dates an entry ahead
    return [
        Entry(card, min(now, max(card.published_at, times.get(card.pk, card.published_at))))
        for card in stories.listed(keys, pictures=False)
        if card.published_at <= now
    ]


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]


def _conditional(request: HttpRequest, body: str, updated: datetime) -> HttpResponse:
    etag = quote_etag(blake2b(body.encode(), digest_size=16).hexdigest())
    seconds = int(updated.timestamp())
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"], response["Last-Modified"] = etag, http_date(seconds)
    return get_conditional_response(request, etag, seconds, response) or response
