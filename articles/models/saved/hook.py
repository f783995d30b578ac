from __future__ import annotations

from django.db import models
from django.db.models import Q

from articles.models.checks import filled, max_length, one_of
from articles.models.saved.view import SavedView

MAX_URL = 2000


class Hook(models.Model):
    """Where another program is told what is new in a view. What came in until `since` is none of
    its business, and what it was told of lately is `known`. `failures` counts those in a row; after
    too many it was switched off, at `off_at`."""

    view = models.OneToOneField(SavedView, models.CASCADE, primary_key=True, related_name="hook")
    url = models.CharField(max_length=MAX_URL)
    secret = models.CharField(max_length=64)
    since = models.DateTimeField()
    checked_at = models.DateTimeField()
    known = models.JSONField(default=list)
    failures = models.PositiveSmallIntegerField(default=0)
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [*max_length("hook", url=MAX_URL, secret=64)]

    def __str__(self) -> str:
        return f"hook of {self.view_id}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Given up"


class Delivery(models.Model):
    """A message to a hook. `answer` is what the last attempt led to, in words."""

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            one_of("delivery", "state", DeliveryState.values),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, next_at__isnull=False)
                | ~Q(state=DeliveryState.WAITING) & Q(next_at=None),
                name="delivery_waits_until",
            ),
            *max_length("delivery", answer=200),
        ]
        indexes = [
            # What is due.
            filled("delivery", "next_at"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
