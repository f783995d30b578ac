from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.batch import ImportBatch
from articles.models.checks import filled, max_length
from articles.models.provider import Provider
from articles.models.topic import Topic


class Event(models.Model):
    """What happened to one thing: who, when, which fields from what to what.

    One human act may touch several things: their rows share `group`. `actor` is None where a
    batch was imported from the command line.
    """

    group = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, db_index=False
    )
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=30)
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        db_index=False,
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="events", db_index=False
    )
    provider = models.ForeignKey(
        Provider, models.CASCADE, null=True, blank=True, related_name="events", db_index=False
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        db_index=False,
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False)
                | Q(topic__isnull=False)
                | Q(provider__isnull=False)
                | Q(batch__isnull=False),
                name="event_has_subject",
            ),
            *max_length("event", actor_name=150, action=30),
        ]
        indexes = [
            # An article's history, newest first.
            models.Index(fields=["article", "-id"], name="event_of_article"),
            # Undo: the rows of one act.
            models.Index(fields=["group"], name="event_group"),
            # What a batch did; without one, the articles that people touched, newest first.
            models.Index(fields=["batch", "-article", "at"], name="event_of_batch"),
            # The history of a topic and of a provider; what a person did, when they are deleted.
            filled("event", "topic"),
            filled("event", "provider"),
            filled("event", "actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name or 'import'} {self.action}"
