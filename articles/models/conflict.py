from __future__ import annotations

from django.db import models

from articles.models.article import Article
from articles.models.checks import max_length


class Conflict(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="conflicts", db_index=False)
    field = models.CharField(max_length=30)
    base = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["field"]
        constraints = [
            models.UniqueConstraint(fields=["article", "field"], name="conflict_once"),
            *max_length("conflict", field=30),
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.article_id}"
