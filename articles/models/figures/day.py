from __future__ import annotations

from django.db import models


class DayFigures(models.Model):
    """The newsroom's figures of a day, as `figures.days` counted them `until` then."""

    day = models.DateField(primary_key=True)
    until = models.DateTimeField()
    values = models.JSONField()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"figures of {self.day}"
