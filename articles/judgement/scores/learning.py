"""Learns what scores are made of: every day, and after 50 scores that people gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from time import perf_counter

from django.utils import timezone
from django_tasks import task

from articles import task_queue
from articles.judgement.scores import model, suggesting
from articles.judgement.scores.features import features_of
from articles.judgement.scores.model import Example
from articles.judgement.scores.stories import stories
from articles.models import Article, Event, ScoreModel
from articles.times import DAY

AFTER = 50  # scores that people gave since the last time
MOST = 3000  # scored articles that are learned from, the newest
RECENT = timedelta(days=14)  # what came since then is suggested for anew
PORTION = 200


@task
def learn_scores() -> None:
    """Learn, and suggest anew for what waits; what is left when the worker is to end keeps what the
    model before suggested."""
    if learn() is None:
        return
    keys = _waiting()
    for start in range(0, len(keys), PORTION):
        if task_queue.stopping.is_set():
            return
        started = perf_counter()
        suggesting.refresh(keys[start : start + PORTION])
        task_queue.give_way(perf_counter() - started)


def enqueue_if_due() -> None:
    """Have the worker learn where that is due. Safe at any time, by anyone."""
    if _is_due() and not task_queue.is_live(learn_scores):
        learn_scores.enqueue()


def learn() -> ScoreModel | None:
    """Learn from the newest scored articles; None where there are too few, and the model that is
    there stays."""
    examples = _examples()
    learned = model.learn(examples)
    if learned is None:
        return None
    effects = [[*feature, round(points, 2)] for feature, points in learned.effects.items()]
    return ScoreModel.objects.create(
        learned_at=timezone.now(),
        examples=len(examples),
        base=learned.base,
        effects=effects,
        errors=learned.errors,
    )


def _is_due() -> bool:
    last = ScoreModel.objects.values_list("learned_at", flat=True).first()
    if last is None:
        return Article.objects.exclude(quality=None)[: model.FEWEST].count() == model.FEWEST
    given = Event.objects.by_hand().filter(action="score", at__gte=last)[:AFTER].count()
    return given == AFTER or timezone.now() - last >= DAY


def _examples() -> Sequence[Example]:
    """Return what is learned from, oldest first."""
    newest = Article.objects.exclude(quality=None).order_by("-published_at", "-pk")[:MOST]
    scores = dict(reversed(newest.values_list("pk", "quality")))
    ours = Event.objects.by_hand().filter(action="score", article__among=list(scores), undone=False)
    by_people = set(ours.values_list("article", flat=True))
    features = {pk: features_of(story) for pk, story in stories(list(scores))}
    return [
        Example(features[pk], quality, is_ours=pk in by_people)
        for pk, quality in scores.items()
        if pk in features and quality is not None
    ]


def _waiting() -> list[int]:
    came = Article.objects.filter(decided=False, imported_at__gte=timezone.now() - RECENT)
    return list(came.order_by("-imported_at").values_list("pk", flat=True))
