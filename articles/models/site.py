from django.db import models
from django.db.models import Q

from articles.models.checks import max_length


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
