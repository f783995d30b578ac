from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models.article import Article
from articles.models.checks import filled


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def of(self, article: Article) -> RefusalQuerySet:
        return self.filter(Q(one=article) | Q(other=article))


class Refusal(models.Model):
    """Two articles of which an editor said that they do not belong together: neither is suggested
    to the other again. `one` is the one with the smaller key, so that a pair is here once."""

    one = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Article, models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField()

    objects = RefusalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="refusal_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="refusal_in_order"),
        ]
        indexes = [
            filled("refusal", "by"),  # what a person refused, when they are deleted
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"
