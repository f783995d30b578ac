"""A view's feed, which its address alone opens, to programs that cannot sign in."""

from __future__ import annotations

from secrets import token_urlsafe

from django.contrib.auth.models import User
from django.utils import timezone

from articles.actions.saved.views import check_owner
from articles.models import SavedView
from articles.models.saved.view import digest_of

BYTES = 32  # of chance


def open_feed(*, view: SavedView, by: User) -> str:
    """Return the token of a new address, which is kept nowhere; the one before opens nothing."""
    check_owner(view, by)
    token = token_urlsafe(BYTES)
    view.feed_digest, view.feed_made_at = digest_of(token), timezone.now()
    view.save(update_fields=["feed_digest", "feed_made_at"])
    return token


def close_feed(*, view: SavedView, by: User) -> None:
    check_owner(view, by)
    view.feed_digest = view.feed_made_at = None
    view.save(update_fields=["feed_digest", "feed_made_at"])
