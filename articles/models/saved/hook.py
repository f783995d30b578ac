from __future__ import annotations

from django.db import models

from articles.models.checks import max_length
from articles.models.saved.told import Message, Told, constraints, indexes

MAX_URL = 2000


class Hook(Told):
    """Where another program is told what is new in a view."""

    url = models.CharField(max_length=MAX_URL)
    secret = models.CharField(max_length=64)

    class Meta:
        constraints = [*max_length("hook", url=MAX_URL, secret=64)]


class Delivery(Message):
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = constraints("delivery")
        indexes = indexes("delivery")

    @property
    def told(self) -> Hook:
        return self.hook
