"""What editors plan for an article, and who is to see to it: columns of the article itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Index

from articles.models.checks import filled

PLANS = {"publish_at": "publish_by", "hold_at": "hold_by"}  # when, and who planned it


def _person(related_name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
        db_index=False,
    )


class Planned(models.Model):
    publish_at = models.DateTimeField(null=True, blank=True)
    publish_by = _person()
    hold_at = models.DateTimeField(null=True, blank=True)
    hold_by = _person()
    assigned_to = _person("assigned_articles")

    class Meta:
        abstract = True


def planned_indexes() -> list[Index]:
    return [
        # What is due, and the calendar.
        filled("article", "publish_at"),
        filled("article", "hold_at"),
        # What a person planned, when they are deleted.
        filled("article", "publish_by"),
        filled("article", "hold_by"),
        # The queue of what is assigned to somebody.
        filled("article", "assigned_to"),
    ]
