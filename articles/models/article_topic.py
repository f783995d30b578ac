from __future__ import annotations

from django.db import models

from articles.models.lookups import Soon
from articles.models.topic import Topic

FOLDED = -1  # the weight of an article that is part of another story


class ArticleTopicQuerySet(models.QuerySet["ArticleTopic"]):
    def listed(self) -> ArticleTopicQuerySet:
        """Return the rows of articles that `ArticleQuerySet.listed` returns."""
        rows = self.filter(public__in=[True], weight__gt=FOLDED)
        return rows.exclude(published_at__gt=Soon())


class ArticleTopic(models.Model):
    """Files an article under a topic. `position` is None where only a sub-topic is listed.

    Carries what lists filter and sort by, so that a topic's page is one index range. These copies
    are refreshed by `actions.topic_index.reindex` wherever their origins change.
    """

    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="article_topics", db_index=False
    )
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="article_topics", db_index=False)
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    public = models.BooleanField()
    day = models.DateField()
    weight = models.IntegerField()
    published_at = models.DateTimeField()

    objects = ArticleTopicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "topic"], name="articletopic_once"),
        ]
        indexes = [
            # A topic's page: newest day first, strongest first within a day.
            models.Index(
                fields=["topic", "public", "-day", "-weight", "-article"], name="articletopic_page"
            ),
            # A topic's feed, and the sites' JSON: newest first.
            models.Index(
                fields=["topic", "public", "-published_at", "-article"], name="articletopic_feed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.topic_id}"
