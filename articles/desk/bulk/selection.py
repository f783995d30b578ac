"""What somebody picked in the list: rows, or everything that its filter lets through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.utils import timezone

from articles.actions.errors import Refused
from articles.bulk.seen import MOST, Seen
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.paging import LARGEST
from articles.query.language.errors import QueryError
from articles.queue import queues
from articles.queue.filters import asked, filtered
from articles.queue.saved import cleaned

NOTHING = "Nothing is picked: tick some articles first, or all that match."
LONGEST = 4000  # letters of a list's address


def seen_of(posted: QueryDict, by: User) -> Seen:
    """Return the articles that a form is about: with `all`, those of the list's `query`, else those
    picked, as `key.version`. Raises Refused."""
    at = _moment(posted.get("seen", ""))
    if posted.get("all"):
        query = cleaned(_params(posted.get("query", "")))
        return Seen(matching(query, by), at, query=query)
    return Seen.picked(picked_of(posted), at)


def picked_of(posted: QueryDict) -> dict[int, int]:
    """Return the versions of the articles picked, in the order of the form. Raises Refused."""
    versions = dict(_picked(posted.getlist("pick")))
    if not versions:
        raise Refused(NOTHING)
    if len(versions) > MOST:
        raise Refused(f"At most {MOST:,} articles at once: pick fewer.")
    return versions


def matching(query: str, by: User) -> ArticleQuerySet:
    """Return what the list with these parameters holds now, as `by` sees it. Raises Refused."""
    params = _params(query)
    listed = queues.named(params.get("queue", "")).articles()
    try:
        return asked(params, listed, by).found.articles
    except QueryError as error:
        raise Refused(f"The search cannot be understood: {error}") from error


def described(query: str) -> list[str]:
    """Return what the list is called, its search and its filters."""
    params = _params(query)
    in_force = filtered(params, Article.objects.none())[1]
    said = [queues.named(params.get("queue", "")).title, params.get("q", "")]
    return [part for part in (*said, *(one.label for one in in_force)) if part]


def _params(query: str) -> QueryDict:
    try:
        return QueryDict(query[:LONGEST])
    except TooManyFieldsSent:  # no browser sends that
        return QueryDict()


def _picked(fields: list[str]) -> Iterator[tuple[int, int]]:
    for name in ",".join(fields).split(","):
        key, _, version = name.partition(".")
        if not (_is_number(key) and _is_number(version)):
            if name:
                raise Refused("What was picked cannot be read: reload the list and pick again.")
            continue
        yield int(key), int(version)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19 and int(text) <= LARGEST


def _moment(text: str) -> datetime:
    try:
        return min(datetime.fromisoformat(text).astimezone(), timezone.now())
    except (ValueError, OverflowError):
        return timezone.now()
