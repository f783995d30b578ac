"""Finds the stories to which several independent sources came just now.

It reads what came in these hours and is part of a story, along one index, and those stories: it
costs what came lately, however much there is.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from articles.judgement import sources
from articles.models import Article, MovingStory, Place
from articles.query.stories import lead_key
from articles.times import HOUR

LEAST = 2  # sources that came to a story that moves
HOURS = (1, 6)  # that are looked at; the next ones only where nothing moves in the first
MOST = 50  # stories: a page of the queue
CANDIDATES = 500  # stories that are looked into, those first to which most providers came
PORTION = 50


def refresh(now: datetime) -> None:
    """Count anew. Where nothing moves within an hour, it says what does within six."""
    moving = next((found for hours in HOURS if (found := _moving(now, hours))), [])
    if [_values(one) for one in moving] == [_values(one) for one in MovingStory.objects.all()]:
        return
    with transaction.atomic():
        MovingStory.objects.all().delete()
        MovingStory.objects.bulk_create(moving)


def _values(one: MovingStory) -> tuple[object, ...]:
    return one.lead_id, one.came, one.hours, one.until


def _moving(now: datetime, hours: int) -> list[MovingStory]:
    since, found = now - hours * HOUR, list[MovingStory]()
    leads = _leads(since)
    for start in range(0, len(leads), PORTION):
        rows = sources.rows_of(leads[start : start + PORTION])
        for lead, there in sources.sources_of(rows).items():
            came = [one.came for one in sources.come_since(since, there)]
            if len(came) >= LEAST:
                # Then only one is left that came so lately.
                until = sorted(came)[-LEAST] + timedelta(hours=hours)
                found.append(MovingStory(lead_id=lead, came=len(came), hours=hours, until=until))
    return sorted(found, key=lambda one: (-one.came, -one.lead_id))[:MOST]


def _leads(since: datetime) -> list[int]:
    """Return the leads of what came since then and is part of a story."""
    members = Article.objects.filter(
        # The words of an index.
        decided__in=[False, True],
        place=Place.FOLDED,
        imported_at__gte=since,
        published_at__gte=since - sources.FRESH,
        merged_into=None,
    )
    providers = (
        members.order_by()
        .annotate(story=lead_key())
        .values("story")
        .annotate(providers=Count("provider", distinct=True))
        .order_by("-providers", "-story")
    )
    keys = list(providers.filter(story__isnull=False).values_list("story", flat=True)[:CANDIDATES])
    gone = Q(place=Place.REJECTED) | Q(place=Place.FOLDED)
    kept = set(Article.objects.filter(~gone, pk__among=keys).values_list("pk", flat=True))
    return [key for key in keys if key in kept]
