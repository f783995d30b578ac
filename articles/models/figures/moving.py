from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from articles.models.article import Article


class MovingStoryQuerySet(models.QuerySet["MovingStory"]):
    def now(self) -> MovingStoryQuerySet:
        # On the clock of the database: SQL that is written once a minute asks it.
        return self.filter(until__gt=Now())


class MovingStory(models.Model):
    """A story to which several independent sources came within the last `hours`, as last counted by
    `figures.moving`: `came` so many. That is over at `until`, when too few are left in that time.
    """

    lead = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="moving")
    came = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()
    until = models.DateTimeField()

    objects = MovingStoryQuerySet.as_manager()

    class Meta:
        ordering = ["-came", "-lead"]

    def __str__(self) -> str:
        return f"{self.came} sources came to {self.lead_id}"
