from __future__ import annotations

from django.db import models

from articles.models.image import Image


class ArticleImage(models.Model):
    article = models.ForeignKey(
        "Article", models.CASCADE, related_name="article_images", db_index=False
    )
    image = models.ForeignKey(Image, models.PROTECT, related_name="article_images")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "image"], name="articleimage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.image_id} of {self.article_id}"
