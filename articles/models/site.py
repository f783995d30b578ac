from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.checks import max_length, one_of


class Site(models.Model):
    """Who mints the ids of feeds, as RFC 4151 asks for it: one row, made once and never changed."""

    authority = models.CharField(max_length=253)
    since = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="site_is_one"),
            *max_length("site", authority=253),
        ]

    def __str__(self) -> str:
        return f"{self.authority},{self.since}"


class Density(models.TextChoices):
    """How much of each article the queue's list shows."""

    COMFORTABLE = "comfortable", "Comfortable"
    COMPACT = "compact", "Compact"
    HEADLINES = "headlines", "Headlines"


class DeskSettings(models.Model):
    """How somebody likes the desk, in whichever browser. Without a `density` the width decides;
    `hides_pane` is for headlines. `keys` has what they gave another key to, by its name."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="desk_settings"
    )
    density = models.CharField(max_length=11, choices=Density.choices, blank=True, default="")
    hides_pane = models.BooleanField(default=False)
    keys = models.JSONField(default=dict, blank=True)
    keys_off = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "desk settings"
        constraints = [one_of("desksettings", "density", ["", *Density.values])]

    def __str__(self) -> str:
        return f"desk of {self.user_id}"
