from __future__ import annotations

from django.conf import settings
from django.db import models

from articles.models.article import Article
from articles.models.checks import max_length


class BasketItemQuerySet(models.QuerySet["BasketItem"]):
    def shown(self) -> BasketItemQuerySet:
        """Return those of stories of their own: what was folded into another has dropped out."""
        return self.filter(article__folded_into=None)


class BasketItem(models.Model):
    """An article in somebody's basket, in an order of their own.

    A colleague who handed it over is named, with what they said to it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="basket", db_index=False
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="baskets")
    position = models.IntegerField()
    given_by = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = BasketItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "article"], name="basketitem_once"),
            *max_length("basketitem", given_by=150, note=300),
        ]
        indexes = [
            # A basket in its order.
            models.Index(fields=["person", "position", "id"], name="basketitem_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.article)
