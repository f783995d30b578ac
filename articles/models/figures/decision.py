from __future__ import annotations

from django.conf import settings
from django.db import models

from articles.models.article import Article
from articles.models.checks import one_of


class Against(models.TextChoices):
    """Where a person decided otherwise than the machine would have: what the person did."""

    PUBLISHED = "published", "We published"
    HELD = "held", "We held"


class Decision(models.Model):
    """What a person decided last on an article, beside what the machine had said of it.

    It is read off the article and its history by `figures.decisions`, for those of the last weeks.
    `waited` is how many seconds lay between the article's arrival and the decision.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    waited = models.PositiveBigIntegerField()
    machine_score = models.IntegerField(null=True, blank=True)
    score = models.IntegerField(null=True, blank=True)
    against = models.CharField(max_length=9, choices=Against.choices, blank=True, default="")

    class Meta:
        constraints = [one_of("decision", "against", ["", *Against.values])]
        indexes = [
            # Those of a day or a month; what is too old to stay.
            models.Index(fields=["at"], name="decision_at"),
        ]

    def __str__(self) -> str:
        return f"decision on {self.article_id}"
