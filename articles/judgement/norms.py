"""Brings the lengths of articles up to date, every night: the more articles come to hold a word,
the less it tells. Of those that are older than what editors work on, they stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from time import perf_counter

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from articles import rows, task_queue
from articles.judgement import indexing
from articles.judgement.texts import known_words
from articles.judgement.weights import weighed
from articles.models import Article, Indexed
from articles.times import DAY, day_of, midnight

RECENT = timedelta(days=10)
AT = timedelta(hours=3)  # of the day, in UTC
PORTION = 500
NOTICED = 0.01  # of a length: by less, nothing changes


@task
def refresh_norms() -> None:
    """Weigh the newest articles anew; what is left when the worker is to end has another night."""
    recent = Article.objects.filter(published_at__gte=timezone.now() - RECENT).order_by()
    keys = list(recent.values_list("pk", flat=True))
    for start in range(0, len(keys), PORTION):
        if task_queue.stopping.is_set():
            return
        started = perf_counter()
        refresh(keys[start : start + PORTION])
        task_queue.give_way(perf_counter() - started)


def enqueue_if_due() -> None:
    """Have the worker do it once a night. Safe at any time, by anyone."""
    done = DBTaskResult.objects.finished().filter(task_path=refresh_norms.module_path)
    if done.filter(finished_at__gte=_last_night(timezone.now())).exists():
        return
    if Indexed.objects.exists() and not task_queue.is_live(refresh_norms):
        refresh_norms.enqueue()


@transaction.atomic
def refresh(keys: Sequence[int]) -> None:
    """Weigh articles anew, by how many hold each of their words now."""
    before = dict(Indexed.objects.filter(article__among=keys).values_list("article", "norm"))
    texts = [text for text in indexing.texts_of(keys) if text.pk in before]
    known = known_words(chain.from_iterable(text.words for text in texts))
    norms = ((weighed(text.words, known).norm, text.pk) for text in texts)
    news = [(norm, pk) for norm, pk in norms if abs(norm - before[pk]) > NOTICED * before[pk]]
    rows.update(Indexed, "norm", news)


def _last_night(now: datetime) -> datetime:
    tonight = midnight(day_of(now)) + AT
    return tonight if tonight <= now else tonight - DAY
