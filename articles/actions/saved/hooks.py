"""Where another program is told what is new in a view."""

from __future__ import annotations

from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.actions.errors import Refused
from articles.actions.saved.views import check_owner
from articles.models import Hook, SavedView
from articles.outgoing import guard

BYTES = 32  # of chance


@transaction.atomic
def open_hook(*, view: SavedView, by: User, url: str) -> Hook:
    """Tell that address of all that comes in from now on, signed with a new secret; instead of the
    one before, if there was one."""
    check_owner(view, by)
    try:
        guard.check(url.strip(), inner=settings.OUTGOING_INNER)
    except guard.Forbidden as why:
        raise Refused(str(why)) from None
    Hook.objects.filter(view=view).delete()
    now = timezone.now()
    secret = token_urlsafe(BYTES)
    return Hook.objects.create(view=view, url=url.strip(), secret=secret, since=now, checked_at=now)
