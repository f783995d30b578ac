"""Tells other programs what is new in saved views, in the background: again and later each time
where nobody takes it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles import task_queue
from articles.models import Article, Delivery, DeliveryState, Hook
from articles.outgoing.guard import Forbidden, target_of
from articles.outgoing.post import Failed, in_words, post
from articles.permissions import may_review
from articles.queue.saved import Broken, found_by
from articles.text import clip

EVERY = timedelta(minutes=5)
MARGIN = timedelta(hours=1)  # a long transaction may show late what it dated early
ROUND = 60.0  # seconds
MOST = 50  # articles in a message; the others go with the next
KNOWN = 1000
KEPT = 50  # deliveries that can be looked at
# After each attempt that failed, the next one waits so long; after the last there is none.
WAITS = [timedelta(seconds=s) for s in (30, 120, 600, 3600, 4 * 3600, 12 * 3600)]
FAILURES = 10  # in a row, after which nobody is told any more


def tell_hooks() -> None:
    """Look for what is new and send what is due: a round of a minute or little more, those first
    who took the last message. Who does not take one has no more in this round."""
    for hook in _unchecked(timezone.now()).select_related("view__owner"):
        check(hook)
    until, silent = monotonic() + ROUND, set()
    for delivery in _due(timezone.now()).select_related("hook__view__owner"):
        if task_queue.stopping.is_set():
            return
        if delivery.hook_id not in silent and not deliver(delivery):
            silent.add(delivery.hook_id)
        if monotonic() > until:
            return


def check(hook: Hook) -> None:
    """Make a message of what came into the view and has not been told."""
    now = timezone.now()
    new = _new_in(hook)
    known = [*hook.known, *(article.pk for article in new)][-KNOWN:]
    # Compare and set: of two workers, one tells.
    mine = Hook.objects.filter(pk=hook.pk, checked_at=hook.checked_at)
    with transaction.atomic():
        if mine.update(checked_at=now, known=known) and new:
            body = json.dumps(_message(hook, new), ensure_ascii=False)
            Delivery.objects.create(hook=hook, body=body, made_at=now, next_at=now)
            _forget(hook)


def deliver(delivery: Delivery) -> bool:
    """Try once and return whether it was taken; whatever becomes of this process, the next attempt
    has its time."""
    now, hook = timezone.now(), delivery.hook
    wait = WAITS[min(delivery.attempts, len(WAITS) - 1)]
    mine = Delivery.objects.filter(pk=delivery.pk, next_at=delivery.next_at)
    if not may_review(hook.view.owner) or not mine.update(
        attempts=F("attempts") + 1, next_at=now + wait
    ):
        return False
    taken, answer = _attempt(delivery, now)
    noted: dict[str, Any] = {"answer": clip(answer, 200)}
    if taken:
        noted |= {"state": DeliveryState.DELIVERED, "next_at": None}
    elif delivery.attempts >= len(WAITS):
        noted |= {"state": DeliveryState.FAILED, "next_at": None}
    Delivery.objects.filter(pk=delivery.pk).update(**noted)
    _count(hook, taken)
    return taken


def signature(secret: str, moment: int, body: bytes) -> str:
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, "sha256")
    return f"t={moment},v1={signed.hexdigest()}"


def _attempt(delivery: Delivery, now: datetime) -> tuple[bool, str]:
    """Return whether it was taken, and the answer in words."""
    body = delivery.body.encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Newsdesk",
        "Newsdesk-Delivery": str(delivery.pk),
        "Newsdesk-Signature": signature(delivery.hook.secret, int(now.timestamp()), body),
    }
    try:
        target = target_of(delivery.hook.url, inner=settings.OUTGOING_INNER)
        status = post(target, body, headers)
    except (Forbidden, Failed) as error:
        return False, str(error)
    except (OSError, UnicodeError) as error:
        return False, in_words(error)
    return 200 <= status < 300, f"answered {status}"


def _count(hook: Hook, taken: bool) -> None:
    row = Hook.objects.filter(pk=hook.pk)
    row.update(failures=0 if taken else F("failures") + 1)
    row.filter(failures__gte=FAILURES, off_at=None).update(off_at=timezone.now())


def _new_in(hook: Hook) -> Sequence[Article]:
    if not may_review(hook.view.owner):
        return []
    try:
        articles = found_by(hook.view.query, hook.view.owner).articles
    except Broken:  # the page of views says so
        return []
    since = max(hook.since, hook.checked_at - MARGIN)
    came = articles.filter(imported_at__gt=since).exclude(pk__in=hook.known)
    return list(came.select_related("provider").order_by("imported_at", "pk")[:MOST])


def _message(hook: Hook, articles: Sequence[Article]) -> dict[str, Any]:
    view = hook.view
    return {
        "view": {"id": view.pk, "name": view.name},
        "articles": [
            {
                "id": article.pk,
                "title": article.headline,
                "url": article.url,
                "desk": reverse("desk:article-detail", args=[article.pk]),
                "source": article.provider.name,
                "published_at": article.published_at.isoformat(),
                "score": article.quality,
            }
            for article in articles
        ],
    }


def _forget(hook: Hook) -> None:
    old = hook.deliveries.order_by("-pk")[KEPT : 2 * KEPT].values_list("pk", flat=True)
    Delivery.objects.filter(pk__in=list(old)).delete()


def _unchecked(now: datetime) -> QuerySet[Hook]:
    return Hook.objects.filter(off_at=None, checked_at__lte=now - EVERY)


def _due(now: datetime) -> QuerySet[Delivery]:
    due = Delivery.objects.filter(next_at__lte=now, hook__off_at=None)
    return due.order_by("hook__failures", "next_at", "pk")
