"""What editors do with their saved views. Nobody else changes them, also where they are shared."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from articles.actions.errors import Refused
from articles.actions.text_input import clean_line
from articles.models import SavedView
from articles.models.saved.view import MAX_NAME, MAX_QUERY

MOST = 50  # of one person


@transaction.atomic
def save(*, by: User, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep what the queue was asked for, behind the views that are there."""
    if len(query) > MAX_QUERY:
        raise Refused("The search is too long to be kept: make it shorter.")
    keys = list(SavedView.objects.select_for_update().filter(owner=by).values_list("pk", flat=True))
    if len(keys) >= MOST:
        raise Refused(f"You have {MOST} views, and there is room for no more: delete one.")
    view = SavedView(owner=by, query=query, shared=shared, position=len(keys))
    return _write(view, name)


def rename(*, view: SavedView, by: User, name: str) -> SavedView:
    check_owner(view, by)
    return _write(view, name, ["name"])


def share(*, view: SavedView, by: User, shared: bool) -> SavedView:
    """Let all editors see it, or nobody else."""
    check_owner(view, by)
    view.shared = shared
    view.save(update_fields=["shared"])
    return view


@transaction.atomic
def move(*, view: SavedView, by: User, to: int) -> None:
    """Put it in that place of its owner's views, counted from 0; beyond the last is the last."""
    check_owner(view, by)
    own = SavedView.objects.select_for_update().filter(owner=by).order_by("position", "pk")
    order = [one for one in own if one.pk != view.pk]
    order.insert(to, view)
    for position, one in enumerate(order):
        one.position = position
    SavedView.objects.bulk_update(order, ["position"])


def delete(*, view: SavedView, by: User) -> None:
    check_owner(view, by)
    view.delete()


def _write(view: SavedView, name: str, fields: list[str] | None = None) -> SavedView:
    view.name = clean_line("name", name, MAX_NAME, needed=True)
    try:
        with transaction.atomic():
            view.save(update_fields=fields)
    except IntegrityError:
        raise Refused(f"You have a view called “{view.name}”: choose another name.") from None
    return view


def check_owner(view: SavedView, by: User) -> None:
    if view.owner_id != by.pk:
        raise Refused("This view belongs to somebody else: save one of your own.")
