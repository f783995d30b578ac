from __future__ import annotations

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import StrIndex, Substr
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from articles.models.checks import filled, index_where, max_length, within
from articles.models.image import Image

_DOT_BEHIND_WWW = GreaterThan(StrIndex(Substr("domain", 5), Value(".")), 0)


class ProviderQuerySet(models.QuerySet["Provider"]):
    def muted(self) -> ProviderQuerySet:
        return self.filter(muted_until__gt=timezone.now().date())

    def owners(self) -> list[str]:
        """Return the owners that providers have, each in one spelling, by name."""
        owned = self.exclude(owner="").order_by("owner")
        names = {owner_key(name): name for name in owned.values_list("owner", flat=True).distinct()}
        return [names[key] for key in sorted(names)]


class Provider(models.Model):
    """Where articles come from. `owner` is the publisher whose it is, "" for itself; editors' word
    and no seed's. On the day `muted_until` the mute is over; `muted_by` is the name
    of whoever muted it. Readers' lists show `at_most` so many of a day's stories at once."""

    domain = models.CharField(max_length=253, unique=True)
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list, blank=True)  # other names that seeds use for it
    description = models.TextField(blank=True)
    logo = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="logo_of")
    owner = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)
    muted_until = models.DateField(null=True, blank=True)
    muted_by = models.CharField(max_length=150, blank=True)
    at_most = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                # Without www., but for www.com and its like.
                condition=~Q(domain="") & ~(Q(domain__startswith="www.") & Q(_DOT_BEHIND_WWW)),
                name="provider_domain_bare",
            ),
            within("provider", "at_most", 1, 30),
            *max_length("provider", domain=253, name=200, owner=100, note=500, muted_by=150),
        ]
        indexes = [
            # The desk's queue: what comes from these does not wait.
            filled("provider", "muted_until"),
            # Who owns any, and which those are.
            index_where("provider_owner", ~Q(owner=""), "owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def family(self) -> str:
        return family_of(self.owner, self.domain)

    @property
    def is_muted(self) -> bool:
        return self.muted_until is not None and self.muted_until > timezone.now().date()


def owner_key(owner: str) -> str:
    """Return what spellings of an owner's name have in common."""
    return owner.strip().casefold()


def family_of(owner: str, domain: str) -> str:
    """Return what all providers of one publisher have in common, and no other has."""
    # No domain has a blank, so none is taken for an owner.
    return owner_key(owner) or f"of {domain}"
