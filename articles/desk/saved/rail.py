"""The saved views beside the queue's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.http import QueryDict

from articles.models import SavedView
from articles.queue.saved import cleaned, is_personal

MOST = 100  # beyond it, the page of views is the better place


@dataclass(frozen=True)
class Line:
    """`by` is whose it is, "" for one's own. A count of somebody else's "me" says nothing."""

    view: SavedView
    by: str
    count: str
    is_current: bool


@dataclass(frozen=True)
class Lines:
    """`counted_at` is when the first of the counts was made, None where there is none."""

    views: Sequence[Line]
    counted_at: datetime | None

    @property
    def is_here(self) -> bool:
        return any(line.is_current for line in self.views)


def views_for(user: User, params: QueryDict) -> Lines:
    here = cleaned(params)
    lines = [line(view, user, here) for view in SavedView.objects.seen_by(user)[:MOST]]
    times = [one.view.counted_at for one in lines if one.count and one.view.counted_at]
    return Lines(lines, min(times, default=None))


def line(view: SavedView, user: User, here: str = "") -> Line:
    is_own = view.owner_id == user.pk
    owner = view.owner
    return Line(
        view,
        "" if is_own else owner.get_full_name() or owner.get_username(),
        view.count if is_own or not is_personal(view.query) else "",
        view.query == here,
    )
