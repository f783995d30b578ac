"""Gives a site what generated seeds lack: decisions, conflicts, videos and other rare things.

Some grow with the site, as decisions do, and of some there are as many on any site.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.db.models import F, QuerySet
from django.utils import timezone

from articles.actions.topic_index import measure, reindex
from articles.models import (
    Article,
    ArticleTopic,
    Conflict,
    Event,
    Image,
    Provider,
    RelatedLink,
    Topic,
)
from articles.models.image import ImageState
from articles.permissions import ADMINS
from tests.benchmarks.generate import NEWEST

RARE = 30  # of these on any site
CHUNK = 10_000
UNSCORED, REJECTED, REVIEWED = 50, 100, 20  # one in so many
THRESHOLDS = {"Topic B": 60, "Topic D": 85, "Topic E": 30}


def work(folder: Path) -> None:
    user, _ = User.objects.get_or_create(username="benchmark", is_staff=True, is_superuser=True)
    user.groups.add(Group.objects.get(name=ADMINS))
    articles = Article.objects.order_by()
    articles.update(imported_at=F("published_at") + (timezone.now() - NEWEST))
    _every(UNSCORED, 1).update(quality=None, heat=None, state="unset")
    _decide(_every(REJECTED, 2), user, review="rejected")
    _decide(_every(REVIEWED, 3), user, review="reviewed")
    _add_what_is_rare(list(articles.order_by("pk").values_list("pk", flat=True)))
    _refile(_every(UNSCORED, 1))
    _refile(_every(REJECTED, 2))
    _measure()


def _every(nth: int, rest: int) -> QuerySet[Article]:
    return Article.objects.order_by().alias(rest=F("pk") % nth).filter(rest=rest)


def _decide(articles: QuerySet[Article], user: User, *, review: str) -> None:
    moment = F("imported_at") + timedelta(hours=1)
    articles.update(review=review, state_by="person", decided_by=user, decided_at=moment)
    events = (
        Event(article_id=pk, actor=user, actor_name="benchmark", action="agree", at=at)
        for pk, at in articles.values_list("pk", "decided_at").iterator()
    )
    Event.objects.bulk_create(events, batch_size=1000)


def _add_what_is_rare(keys: list[int]) -> None:
    step = len(keys) // RARE
    some, others = keys[7::step], keys[11::step]
    now = timezone.now()
    conflicts = [Conflict(article_id=pk, field="title", at=now) for pk in some]
    Conflict.objects.bulk_create(conflicts)
    Article.objects.filter(pk__in=[*some[::2], *others[::2]]).update(type="video")
    Article.objects.filter(pk__in=others).update(
        changed_at=now, decided_at=now, state_by="person", review="reviewed"
    )
    RelatedLink.objects.filter(article__in=some).update(origin="editor")
    pictures = Image.objects.filter(articles__in=some).values_list("pk", flat=True)
    Image.objects.filter(pk__in=list(pictures)).update(
        state=ImageState.BROKEN, digest="0" * 32, problem="It is no picture."
    )
    Provider.objects.filter(domain="paper5.example").update(
        muted_until=(now + timedelta(days=9)).date(), muted_by="benchmark"
    )


def _measure() -> None:
    for name, threshold in THRESHOLDS.items():
        Topic.objects.filter(name=name).update(threshold=threshold)
    filed = ArticleTopic.objects.filter(topic__name__in=THRESHOLDS)
    measure(set(filed.values_list("article_id", flat=True)))


def _refile(articles: QuerySet[Article]) -> None:
    keys = list(articles.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        reindex(keys[start : start + CHUNK])
