"""What telling people and programs what is new in saved views has in common: what is new, and a
message that is sent again and later each time until somebody takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, TypeVar

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles import task_queue
from articles.models import Article, Message, MessageState, Told
from articles.models.article import ArticleQuerySet
from articles.permissions import may_review
from articles.queue.saved import Broken, found_by
from articles.text import clip

MARGIN = timedelta(hours=1)  # a long transaction may show late what it dated early
ROUND = 60.0  # seconds
KNOWN = 1000
KEPT = 50  # messages that can be looked at
# After each attempt that failed, the next one waits so long; after the last there is none.
WAITS = [timedelta(seconds=s) for s in (30, 120, 600, 3600, 4 * 3600, 12 * 3600)]
FAILURES = 10  # in a row, after which nobody is told any more

Sent = TypeVar("Sent", bound=Message)


def came(told: Told) -> ArticleQuerySet:
    """Return what came into the view and has not been told."""
    owner = told.view.owner
    if not may_review(owner):
        return Article.objects.none()
    try:
        articles = found_by(told.view.query, owner).articles
    except Broken:  # the page of views says so
        return Article.objects.none()
    since = max(told.since, told.checked_at - MARGIN)
    return articles.filter(imported_at__gt=since).exclude(pk__in=told.known)


def note(told: Told, new: Iterable[Article], now: datetime, **more: Any) -> bool:
    """Note that this was looked for and is told; of two workers, only one gets True."""
    known = [*told.known, *(article.pk for article in new)][-KNOWN:]
    mine = type(told)._default_manager.filter(pk=told.pk, checked_at=told.checked_at)
    return bool(mine.update(checked_at=now, known=known, **more))


def facts(article: Article) -> dict[str, Any]:
    return {
        "id": article.pk,
        "title": article.headline,
        "url": article.url,
        "desk": reverse("desk:article-detail", args=[article.pk]),
        "source": article.provider.name,
        "published_at": article.published_at.isoformat(),
        "score": article.quality,
    }


def send_due(messages: QuerySet[Sent, Any], to: str, deliver: Callable[[Sent], bool]) -> None:
    """Send what is due, for a minute or little more, those first who took the last message. Who
    does not take one has no more in this round."""
    due = messages.filter(next_at__lte=timezone.now(), **{f"{to}__off_at": None})
    ordered = due.order_by(f"{to}__failures", "next_at", "pk")
    until, silent = monotonic() + ROUND, set()
    for message in ordered.select_related(f"{to}__view__owner"):
        if task_queue.stopping.is_set():
            return
        if message.told.pk not in silent and not deliver(message):
            silent.add(message.told.pk)
        if monotonic() > until:
            return


def attempt(message: Message, send: Callable[[datetime], tuple[bool, str]]) -> bool:
    """Try once and return whether it was taken; whatever becomes of this process, the next attempt
    has its time. `send` returns whether it was taken, and the answer in words."""
    now, rows = timezone.now(), type(message)._default_manager.filter(pk=message.pk)
    wait = WAITS[min(message.attempts, len(WAITS) - 1)]
    mine = rows.filter(next_at=message.next_at)
    if not mine.update(attempts=F("attempts") + 1, next_at=now + wait):
        return False
    taken, answer = send(now)
    noted: dict[str, Any] = {"answer": clip(answer, 200)}
    if taken:
        noted |= {"state": MessageState.DELIVERED, "next_at": None}
    elif message.attempts >= len(WAITS):
        noted |= {"state": MessageState.FAILED, "next_at": None}
    rows.update(**noted)
    _count(message.told, taken)
    return taken


def forget(messages: QuerySet[Any, Any]) -> None:
    """Keep the newest of them."""
    old = messages.order_by("-pk")[KEPT : 2 * KEPT].values_list("pk", flat=True)
    messages.filter(pk__in=list(old)).delete()


def _count(told: Told, taken: bool) -> None:
    row = type(told)._default_manager.filter(pk=told.pk)
    row.update(failures=0 if taken else F("failures") + 1)
    row.filter(failures__gte=FAILURES, off_at=None).update(off_at=timezone.now())
