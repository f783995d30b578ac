from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import StrIndex, Substr
from django.db.models.lookups import GreaterThan

from articles.models.checks import max_length
from articles.models.image import Image

_DOT_BEHIND_WWW = GreaterThan(StrIndex(Substr("domain", 5), Value(".")), 0)


class Provider(models.Model):
    domain = models.CharField(max_length=253, unique=True)
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list, blank=True)  # other names that seeds use for it
    description = models.TextField(blank=True)
    logo = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="logo_of")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                # Without www., but for www.com and its like.
                condition=~Q(domain="") & ~(Q(domain__startswith="www.") & Q(_DOT_BEHIND_WWW)),
                name="provider_domain_bare",
            ),
            *max_length("provider", domain=253, name=200),
        ]

    def __str__(self) -> str:
        return self.name
