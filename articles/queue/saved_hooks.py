"""Tells other programs what is new in saved views, in the background."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Delivery, Hook
from articles.outgoing.guard import Forbidden, target_of
from articles.outgoing.post import Failed, in_words, post
from articles.permissions import may_review
from articles.queue import telling

EVERY = timedelta(minutes=5)
MOST = 50  # articles in a message; the others go with the next


def tell_hooks() -> None:
    """Look for what is new and send what is due."""
    for hook in _unchecked(timezone.now()).select_related("view__owner"):
        check(hook)
    telling.send_due(Delivery.objects.all(), "hook", deliver)


def check(hook: Hook) -> None:
    """Make a message of what came into the view and has not been told."""
    now, found = timezone.now(), telling.came(hook)
    new = list(found.select_related("provider").order_by("imported_at", "pk")[:MOST])
    with transaction.atomic():
        if telling.note(hook, new, now) and new:
            body = json.dumps(_message(hook, new), ensure_ascii=False)
            Delivery.objects.create(hook=hook, body=body, made_at=now, next_at=now)
            telling.forget(hook.deliveries.all())


def deliver(delivery: Delivery) -> bool:
    """Try once and return whether it was taken."""
    if not may_review(delivery.hook.view.owner):
        return False
    return telling.attempt(delivery, lambda now: _post(delivery, now))


def signature(secret: str, moment: int, body: bytes) -> str:
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, "sha256")
    return f"t={moment},v1={signed.hexdigest()}"


def _post(delivery: Delivery, now: datetime) -> tuple[bool, str]:
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


def _message(hook: Hook, articles: Sequence[Article]) -> dict[str, Any]:
    view = {"id": hook.view.pk, "name": hook.view.name}
    return {"view": view, "articles": [telling.facts(article) for article in articles]}


def _unchecked(now: datetime) -> QuerySet[Hook]:
    return Hook.objects.filter(off_at=None, checked_at__lte=now - EVERY)
