"""How somebody likes the desk: kept with their account, so that it follows to another browser."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User

from articles.models import DeskSettings


def of(user: User) -> DeskSettings:
    """Return what the user chose, else what holds for everybody."""
    chosen: DeskSettings | None = getattr(user, "desk_settings", None)
    return chosen or DeskSettings(user=user)


def set_density(*, by: User, density: str, hides_pane: bool) -> None:
    _set(by, density=density, hides_pane=hides_pane)


def set_keys(*, by: User, keys: Mapping[str, str], are_off: bool) -> None:
    """Keep what was given another key, by its name."""
    _set(by, keys=dict(keys), keys_off=are_off)


def _set(user: User, **values: object) -> None:
    DeskSettings.objects.update_or_create(user=user, defaults=values)
