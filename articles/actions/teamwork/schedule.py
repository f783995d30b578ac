"""What is to become of an article at a time: it is published then, or held, by itself."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles.actions import articles
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused, Stale
from articles.actions.values import Values
from articles.models import PLANS, Article, State
from articles.times import in_full

LONGEST_AHEAD = timedelta(days=366)
STATES = {"publish_at": State.PUBLISHED, "hold_at": State.UNPUBLISHED}


def publish_at(
    *,
    article: Article | int,
    by: User,
    version: int,
    at: datetime,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Hold it until then, pinned, so that no score and no import shows it before its time."""
    row = current(article)
    refuse_unless_ahead(at)
    if row.hold_at and row.hold_at <= at:
        raise Refused(f"It is to be held from {in_full(row.hold_at)} on: publish it before that.")
    to = {**articles.held(by), **_kept(row, "hold_at"), "publish_at": _plan(at, by)}
    return change(article=row, by=by, version=version, action="schedule", to=to, group=group)


def hold_at(
    *,
    article: Article | int,
    by: User,
    version: int,
    at: datetime,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Take it off the site then. Until then it stays as it is, and may still be decided on."""
    row = current(article)
    refuse_unless_ahead(at)
    if row.publish_at is None and not row.public:
        raise Refused("Readers do not see it: there is nothing to hold. Publish it first.")
    if row.publish_at and at <= row.publish_at:
        raise Refused(f"It is published on {in_full(row.publish_at)}: hold it after that.")
    to = {"hold_at": _plan(at, by)}
    return change(article=row, by=by, version=version, action="schedule", to=to, group=group)


def cancel(
    *,
    article: Article | int,
    by: User,
    version: int,
    plan: str,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Drop one of `PLANS`: the article stays as it is."""
    to = {plan: None}
    return change(article=article, by=by, version=version, action="schedule", to=to, group=group)


def refuse_unless_ahead(at: datetime) -> None:
    now = timezone.now()
    if at <= now:
        raise Refused(f"{in_full(at)} has passed: choose a later time.")
    if at > now + LONGEST_AHEAD:
        raise Refused(f"{in_full(at)} is more than a year ahead: choose an earlier time.")


def run_due() -> None:
    """Do what is due: once, however many run this, and also what came due while nothing ran."""
    for plan in PLANS:
        due = Article.objects.filter(**{f"{plan}__lte": timezone.now()})
        for pk in due.order_by(plan, "pk").values_list("pk", flat=True):
            _run(pk, plan)


def _run(pk: int, plan: str) -> None:
    """Act in the name of whoever planned it, on the version that still has the plan."""
    row = Article.objects.filter(pk=pk).select_related(PLANS[plan]).first()
    at = getattr(row, plan) if row else None
    if row is None or at is None or at > timezone.now():
        return
    by = getattr(row, PLANS[plan])
    to = {**articles.pinned(by, STATES[plan]), "state": STATES[plan].value, plan: None}
    action = "publish-scheduled" if plan == "publish_at" else "hold-scheduled"
    try:
        change(article=row, by=by, version=row.version, action=action, to=to)
    except (Article.DoesNotExist, Stale):
        return  # somebody was quicker: what they did holds, or the next round sees what is left


def _plan(at: datetime, by: User) -> list[object]:
    return [at.isoformat(), by.pk]


def _kept(row: Article, plan: str) -> Values:
    moment, who = getattr(row, plan), getattr(row, f"{PLANS[plan]}_id")
    return {plan: [moment.isoformat(), who]} if moment else {}
