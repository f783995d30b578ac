from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.models.article import Article
from articles.models.topic import Topic


class FeatureQuerySet(models.QuerySet["Feature"]):
    def holding(self) -> FeatureQuerySet:
        return self.filter(until__gt=Now())


class Feature(models.Model):
    """An article on top of a topic's page, until a moment. It ends by itself, and the row stays."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="features", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="features", db_index=False)
    until = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = FeatureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "topic"], name="feature_once"),
        ]
        indexes = [
            # A topic's page.
            models.Index(fields=["topic", "until"], name="feature_of_topic"),
            # The calendar.
            models.Index(fields=["until"], name="feature_until"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} on top of {self.topic_id}"
