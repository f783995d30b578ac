from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from articles.models.checks import filled, max_length, one_of
from articles.models.saved.view import SavedView


class Told(models.Model):
    """Who is told what is new in a view. What came in until `since` is none of their business, and
    what they were told of lately is `known`. `failures` counts those in a row; after too many it
    was switched off, at `off_at`."""

    view = models.OneToOneField(
        SavedView, models.CASCADE, primary_key=True, related_name="%(class)s"
    )
    since = models.DateTimeField()
    checked_at = models.DateTimeField()
    known = models.JSONField(default=list)
    failures = models.PositiveSmallIntegerField(default=0)
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} of {self.view_id}"


class MessageState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Given up"


class Message(models.Model):
    """What they are told; `told` are they. `answer` is what the last attempt led to, in words."""

    body = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(
        max_length=9, choices=MessageState.choices, default=MessageState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def told(self) -> Told:
        raise NotImplementedError


def constraints(model: str) -> list[Any]:
    return [
        one_of(model, "state", MessageState.values),
        models.CheckConstraint(
            condition=Q(state=MessageState.WAITING, next_at__isnull=False)
            | ~Q(state=MessageState.WAITING) & Q(next_at=None),
            name=f"{model}_waits_until",
        ),
        *max_length(model, answer=200),
    ]


def indexes(model: str) -> list[models.Index]:
    return [
        # What is due.
        filled(model, "next_at"),
    ]
