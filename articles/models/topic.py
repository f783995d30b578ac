from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from articles.models.checks import filled, index_where, max_length, within
from articles.models.image import Image

MAX_THRESHOLD = 100  # of a topic


class TopicQuerySet(models.QuerySet["Topic"]):
    def roots(self) -> TopicQuerySet:
        return self.filter(parent=None)

    def with_threshold(self) -> TopicQuerySet:
        return self.filter(threshold__isnull=False)


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
    # Of articles whose first topic it is, or one below it that has none. Seeds know nothing of it.
    threshold = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="topic_name_unique"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="topic_not_its_own_parent",
            ),
            within("topic", "threshold", 0, MAX_THRESHOLD),
            *max_length("topic", slug=100, name=100, short_name=100),
        ]
        # The least and the highest: a walk by score begins and ends by them.
        indexes = [filled("topic", "threshold")]

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


class Measured(models.Model):
    """Columns of an article: the threshold that its topics give it, and which topic does; none is
    the site's, which is no row's. `actions.topic_index` writes both.

    `margin` is how far the score is above that threshold: what an index needs to know, where the
    site's articles have their score.
    """

    threshold = models.PositiveSmallIntegerField(null=True, blank=True)
    threshold_of = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="measured", db_index=False
    )
    margin = models.GeneratedField(
        expression=F("quality") - F("threshold"),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    class Meta:
        abstract = True


def measured_constraints() -> list[models.CheckConstraint]:
    sites = Q(threshold=None, threshold_of=None)
    topics = Q(threshold__isnull=False, threshold_of__isnull=False)
    return [
        within("article", "threshold", 0, MAX_THRESHOLD),
        models.CheckConstraint(condition=sites | topics, name="article_threshold_of_a_topic"),
    ]


def measured_indexes() -> list[models.Index]:
    return [
        # What is borderline in the desk's queues, and how many are in a band of scores: by the
        # site's threshold, and by those of topics.
        index_where("article_queue_by_score", Q(threshold=None), "decided", "score"),
        index_where("article_queue_by_margin", Q(margin__isnull=False), "decided", "margin"),
        index_where("article_queue_unscored", Q(quality=None), "decided"),
        filled("article", "threshold_of"),  # should the topic be removed
    ]
