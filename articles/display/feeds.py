"""Writes Atom feeds: readers' and those of saved views."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from articles.display import tags
from articles.display.cards import Card

FEED_SIZE = 30
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
    """`page` is the path of the article's page for whom the feed is."""

    article: Card
    updated: datetime
    page: str


def answer(request: HttpRequest, feed: Feed, entries: Iterable[Entry]) -> HttpResponse:
    """Answer with these articles, newest first.

    One of the next minutes, which lists show already, has to wait: readers of feeds distrust it.
    """
    now = timezone.now()
    shown = [entry for entry in entries if entry.article.published_at <= now]
    updated = max((entry.updated for entry in shown), default=NOTHING_YET)
    context = {
        "feed": feed,
        "entries": shown,
        "updated": updated,
        "site": origin(request),
        "tag": tags.prefix(),
    }
    body = NOT_XML.sub("", render_to_string("components/feed.xml", context, request))
    # By its ETag alone: a story can come in or go without any moment of the feed moving on.
    etag = quote_etag(blake2b(body.encode(), digest_size=16).hexdigest())
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
