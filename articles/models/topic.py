from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from articles.models.checks import max_length
from articles.models.image import Image


class TopicQuerySet(models.QuerySet["Topic"]):
    def roots(self) -> TopicQuerySet:
        return self.filter(parent=None)


class Topic(models.Model):
    slug = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children"
    )
    description = models.TextField(blank=True)
    keywords = models.JSONField(default=list, blank=True)
    # Other names that seeds use for it, such as the one that it had before.
    aliases = models.JSONField(default=list, blank=True)
    order = models.PositiveIntegerField(default=1000)
    picture = models.ForeignKey(
        Image, models.SET_NULL, null=True, blank=True, related_name="topic_picture_of"
    )
    # Part of the readers' navigation: described by a file or made by an admin. A topic that only
    # articles name waits until an admin accepts it.
    accepted = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="topic_name_unique"),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")),
                name="topic_not_its_own_parent",
            ),
            *max_length("topic", slug=100, name=100, short_name=100),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


class TopicRedirect(models.Model):
    slug = models.CharField(max_length=100, unique=True)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="old_slugs")

    class Meta:
        constraints = max_length("topicredirect", slug=100)

    def __str__(self) -> str:
        return self.slug
