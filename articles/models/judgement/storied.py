from __future__ import annotations

from django.db import models

from articles.models.checks import filled


def _article(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        "articles.Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
        db_index=False,
    )


class Storied(models.Model):
    """What an article is part of: `folded_into` leads its story, `merged_into` is the same story
    once more, and stays."""

    folded_into = _article("folded")
    merged_into = _article("merged")

    class Meta:
        abstract = True


def storied_indexes() -> list[models.Index]:
    return [filled("article", "folded_into"), filled("article", "merged_into")]
