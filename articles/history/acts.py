"""What was done, act by act: in a sentence, with what changed, and whether it can be undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Min, Q

from articles import wording
from articles.history import differences
from articles.history.differences import Difference
from articles.history.sentences import OF_IMPORTS, deed, imported, note_imports, sentence
from articles.history.undo import is_of_editors
from articles.models import BulkJob, Event

FEW = 5  # events of an act that are all told
KINDS = ("article", "topic", "provider", "batch")
ABOUT = ("actor", *KINDS)


@dataclass(frozen=True)
class Told:
    """What one event says, and the `kind` and `key` of what it is about: an article, a topic, a
    provider or a batch."""

    event: int
    said: str
    kind: str
    key: int
    differences: Sequence[Difference]


@dataclass(frozen=True)
class Act:
    """`things` is how many events it has; `told` are all of a few, else one that stands for them.

    `undoable` tells whether editors have a way back; imports are undone on their own pages. `job`
    tells of one on many articles, which has a page of its own.
    """

    group: UUID
    at: datetime
    told: Sequence[Told]
    things: int
    undone: bool
    undoable: bool
    job: int | None = None


@dataclass(frozen=True)
class _Summary:
    first: int
    things: int


def acts_of(heads: Sequence[Event]) -> list[Act]:
    """Return the acts that these events are of, one each, in their order."""
    groups = [head.group for head in heads]
    summaries, jobs = _summaries(groups), jobs_of(groups)
    few = [group for group, summary in summaries.items() if summary.things <= FEW]
    firsts = [summary.first for summary in summaries.values()]
    wanted = Q(group__in=few) | Q(pk__in=[*firsts, *(head.pk for head in heads)])
    events = defaultdict[UUID, list[Event]](list)
    for event in Event.objects.filter(wanted).select_related(*ABOUT).order_by("pk"):
        events[event.group].append(event)
    undos = that_did_something(
        event.undone_by for group in events.values() for event in group if event.undone
    )
    name_imports([event for group in events.values() for event in group])
    return [
        _act(head, events[head.group], summaries[head.group], undos, jobs.get(head.group))
        for head in heads
    ]


def told(event: Event) -> Told:
    """Tell of one event, with the name of what it is about."""
    if event.action in OF_IMPORTS:
        return _told(event, sentence(event))
    if event.action == "import" or event.with_import:
        return _told(event, imported(event))
    return _told(event, f"{wording.who(event)} {deed(event)}")


def acts_on(events: Sequence[Event]) -> list[Act]:
    """Return the acts that these events of one article are of, without its name."""
    undos = that_did_something(event.undone_by for event in events if event.undone)
    groups = [list(group) for _, group in groupby(events, key=lambda event: event.group)]
    return [
        Act(
            group=group[0].group,
            at=group[0].at,
            told=[_told(event, sentence(event)) for event in group],
            things=len(group),
            undone=group[0].undone and group[0].undone_by in undos,
            undoable=not any(event.batch_id or event.with_import for event in group),
        )
        for group in groups
    ]


def _summaries(groups: Iterable[UUID]) -> dict[UUID, _Summary]:
    rows = Event.objects.filter(group__in=list(groups)).order_by().values("group")
    counted = rows.annotate(first=Min("pk"), things=Count("pk"))
    return {row["group"]: _Summary(row["first"], row["things"]) for row in counted}


def _act(
    head: Event, events: Sequence[Event], summary: _Summary, undos: set[UUID], job: int | None
) -> Act:
    first, things = events[0], summary.things
    stands = first if first.article_id is None or "story" in first.after else head
    return Act(
        group=head.group,
        at=head.at,
        told=[_of_many(stands, things)] if job or things > FEW else [told(e) for e in events],
        things=things,
        undone=first.undone and first.undone_by in undos,
        undoable=all(e.batch_id is None and is_of_editors(e) for e in events),
        job=job,
    )


def _of_many(event: Event, things: int) -> Told:
    if event.article_id is None:
        return told(event)
    return _told(event, f"{wording.who(event)} {deed(event, things)}")


def _told(event: Event, said: str) -> Told:
    keys = {kind: getattr(event, f"{kind}_id") for kind in KINDS}
    kind = next(kind for kind in KINDS if keys[kind])  # a constraint holds that there is one
    return Told(event.pk, said, kind, keys[kind], differences.of_act(event))


def name_imports(events: Sequence[Event]) -> None:
    """Note where one of these events is part of the undo or redo of an import."""
    note_imports(events, Event.objects.filter(group__in={event.group for event in events}))


def jobs_of(acts: Iterable[UUID]) -> dict[UUID, int]:
    """Return the job of each of these acts that was one on many articles."""
    return dict(BulkJob.objects.filter(act__in=list(acts)).values_list("act", "pk"))


def that_did_something(undos: Iterable[UUID | None]) -> set[UUID]:
    """Return those that have undone something; others found it changed since."""
    return set(Event.objects.filter(group__in=list(undos)).values_list("group", flat=True))
