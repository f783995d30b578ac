"""Stories that come in, minute by minute."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import make_article, make_provider


def came(minutes, provider=None, **fields):
    """An article that came so many minutes ago, of a provider of its own."""
    at = timezone.now() - timedelta(minutes=minutes)
    provider = provider or make_provider()
    return make_article(provider=provider, imported_at=at, **{"published_at": at, **fields})


def folded(lead, minutes, provider=None, **fields):
    return came(minutes, provider, folded_into=lead, **fields)


def story(*minutes, **fields):
    """A lead that came a day ago, and what came to it so many minutes ago."""
    lead = came(24 * 60, **fields)
    for passed in minutes:
        folded(lead, passed)
    return lead
