"""Ids for feeds that no host, port or move changes: tag URIs, RFC 4151."""

import re
import uuid

from django.conf import settings
from django.utils import timezone

from articles.models import Site

# A name that somebody owns: not this machine, not an address, not "*".
_DOMAIN = re.compile(r"\.?((?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+)", re.ASCII | re.IGNORECASE)


def prefix() -> str:
    """Return what all ids begin with. The first call of a site's life decides, for good."""
    defaults = {"authority": _authority(), "since": timezone.now().date()}
    site, _ = Site.objects.get_or_create(pk=1, defaults=defaults)
    return f"tag:{site}:"


def _authority() -> str:
    # Where the site knows no name of its own: one that nobody else has or can have (RFC 2606).
    names = map(_DOMAIN.fullmatch, settings.ALLOWED_HOSTS)
    return next((name[1].lower() for name in names if name), f"{uuid.uuid4()}.invalid")
