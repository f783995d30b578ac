"""An undo that is done once, however often it is sent, and if all of that is at the same time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from articles.bulk import actions as bulk
from articles.desk.act_keys import is_done
from articles.history import today
from articles.history.sentences import deed
from articles.history.undo import Undone, undo_act
from articles.models import BulkJob, Event


@dataclass(frozen=True)
class Outcome:
    """`event` is the first of what was to be undone, `said` what the act had done. What was done to
    many is taken back in the background, by the job `later`."""

    event: Event
    said: str
    undone: Undone
    later: int | None


@transaction.atomic
def undo_once(*, by: User, undo: UUID, find: Callable[[], Event | None]) -> Outcome | None:
    """Undo the act that the event found belongs to; return None where there is none.

    Where this very undo has come before, it returns what came of it then. Raises what `undo_act`
    does.
    """
    # A twin of this request waits here, and then sees what this one has done.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    before = _event_of(undo)
    event = before or find()
    if event is None:
        return None
    said = today.said_of(event.group) if event.article_id else deed(event)
    undone = Undone(undo, int(is_done(undo))) if before else _undo(event.group, by, undo)
    later = BulkJob.objects.filter(act=undo).values_list("pk", flat=True).first()
    return Outcome(event, said, undone, later)


def _undo(act: UUID, by: User, undo: UUID) -> Undone:
    job = BulkJob.objects.filter(act=act).first()
    if job is None:
        return undo_act(act=act, by=by, group=undo)
    return Undone(undo, bulk.undo(job=job, by=by, act=undo).total)


def _event_of(undo: UUID) -> Event | None:
    """Return what the undo undid, or tried to; its own where that has been undone anew since."""
    events = Event.objects.filter(Q(undone_by=undo) | Q(group=undo))
    return events.order_by("pk").first()
