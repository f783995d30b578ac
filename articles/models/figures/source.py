from __future__ import annotations

from django.db import models

from articles.models.provider import Provider


class Attention(models.IntegerChoices):
    """What about a source deserves a look; the most urgent is the highest."""

    NONE = 0
    LOUD = 1
    SILENT = 2


class SourceFigures(models.Model):
    """How a source did in the last days, as last counted by `figures.sources`.

    `days` are how many of its stories are of each day and how many of those readers see, oldest
    first and today last; `came` and `public` are their sums. `usual` is what it sends on a day.
    `decided` counts what people decided, `held` and `published` what of that against the machine;
    the scores are medians, the machine's and ours, over what was decided.
    """

    provider = models.OneToOneField(
        Provider, models.CASCADE, primary_key=True, related_name="figures"
    )
    attention = models.PositiveSmallIntegerField(default=Attention.NONE)
    newest_at = models.DateTimeField(null=True, blank=True)
    usual = models.FloatField(default=0)
    days = models.JSONField(default=list)
    came = models.PositiveIntegerField(default=0)
    public = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    machine_score = models.IntegerField(null=True, blank=True)
    score = models.IntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            # The list of sources: those that need a look first, then those that send most.
            models.Index(
                fields=["-attention", "-came", "-provider"], name="sourcefigures_by_attention"
            ),
        ]

    def __str__(self) -> str:
        return f"figures of {self.provider_id}"
