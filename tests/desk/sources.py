"""Acts on a source, and what its page says then."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from articles.models import Provider

KEY = "7c0f7d5e-5b1c-4b52-9a35-2f7e51d6c0aa"


def in_days(days):
    return timezone.now().date() + timedelta(days=days)


def source_url(name, provider):
    return reverse(f"desk:source-{name}", args=[provider.pk])


def post(client, name, provider, **fields):
    """An act on the version of the source that the test has in hand."""
    return client.post(source_url(name, provider), {"version": provider.version, **fields})


def now(provider):
    return Provider.objects.get(pk=provider.pk)
