from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from articles.models.checks import one_of
from articles.models.saved.told import Message, Told, constraints, indexes

SOON = timedelta(minutes=15)


class Every(models.TextChoices):
    ONCE = "once", "At once, at most every 15 minutes"
    HOUR = "hour", "Every hour"
    DAY = "day", "Every day"


class Alert(Told):
    """That the owner of a view is told by mail what is new in it: `every` so often, once a day at
    the `hour` (UTC). Nobody looks before `next_at`."""

    every = models.CharField(max_length=4, choices=Every.choices)
    hour = models.PositiveSmallIntegerField(null=True, blank=True)
    next_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("alert", "every", Every.values),
            models.CheckConstraint(
                condition=Q(every=Every.DAY, hour__isnull=False, hour__lt=24)
                | ~Q(every=Every.DAY) & Q(hour=None),
                name="alert_hour_of_day",
            ),
        ]
        indexes = [
            # Where to look.
            models.Index(fields=["next_at"], condition=Q(off_at=None), name="alert_next_at"),
        ]

    def after(self, moment: datetime) -> datetime:
        """Return when there may be another mail, after one at that moment."""
        if self.every == Every.ONCE:
            return moment + SOON
        if self.every == Every.HOUR:
            return moment + timedelta(hours=1)
        at = moment.replace(hour=self.hour or 0, minute=0, second=0, microsecond=0)
        return at if at > moment else at + timedelta(days=1)


class Mail(Message):
    """A mail to whoever owns the view, or one that asks whether an address is theirs."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="mails")

    class Meta:
        constraints = constraints("mail")
        indexes = indexes("mail")

    @property
    def told(self) -> Alert:
        return self.alert
