"""Counts what saved views hold, every few minutes, in the background: so a page that shows all of
them asks for none of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from articles import task_queue
from articles.models import SavedView
from articles.models.saved.view import SavedViewQuerySet
from articles.queue import queues
from articles.queue.saved import Broken, found_by
from articles.text import clip

EVERY = timedelta(minutes=5)


@task
def count_saved_views() -> None:
    count_due(timezone.now())


def enqueue_if_due() -> None:
    if _due(timezone.now()).exists() and not task_queue.is_live(count_saved_views):
        count_saved_views.enqueue()


def count_due(now: datetime) -> None:
    for view in _due(now).select_related("owner").iterator():
        if task_queue.stopping.is_set():
            return
        count(view)


def count(view: SavedView) -> None:
    """Note what the view holds now, or why it holds nothing."""
    said, problem = "", ""
    try:
        said = queues.count_said(found_by(view.query, view.owner))
    except Broken as error:
        problem = clip(str(error), 300)
    noted = {"count": said, "problem": problem, "counted_at": timezone.now()}
    SavedView.objects.filter(pk=view.pk).update(**noted)


def _due(now: datetime) -> SavedViewQuerySet:
    due = Q(counted_at=None) | Q(counted_at__lte=now - EVERY)
    return SavedView.objects.filter(due, owner__is_active=True)
