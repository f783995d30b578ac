"""What is done with whoever is told what is new in a view, be it a program or a person."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone

from articles.actions.saved.views import check_owner
from articles.models import SavedView, Told


def switch_on(kind: type[Told], *, view: SavedView, by: User) -> None:
    """Tell them again of all that comes in from now on, after it was switched off."""
    check_owner(view, by)
    now = timezone.now()
    off = kind._default_manager.filter(view=view, off_at__isnull=False)
    off.update(off_at=None, failures=0, since=now, checked_at=now)


def close(kind: type[Told], *, view: SavedView, by: User) -> None:
    check_owner(view, by)
    kind._default_manager.filter(view=view).delete()
