from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q

from articles.models.article import Article


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def of(self, article: Article) -> RefusalQuerySet:
        return self.filter(Q(one=article) | Q(other=article))

    def of_all(self, articles: Sequence[int]) -> RefusalQuerySet:
        # Not `among`, see `DuplicateQuerySet.of`.
        return self.filter(Q(one__in=articles) | Q(other__in=articles))


class Refusal(models.Model):
    """Two articles of which an editor said that they do not belong together: neither is suggested
    to the other again. `one` is the one with the smaller key, so that a pair is here once. Who said
    so, and when, the history tells."""

    one = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Article, models.CASCADE, related_name="+")

    objects = RefusalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="refusal_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="refusal_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"
