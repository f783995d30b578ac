"""Undoing what an act did."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.db import transaction

from articles import permissions, wording
from articles.actions import lists, providers, removal, topics, values
from articles.actions.change import change, current
from articles.actions.errors import Refused
from articles.actions.values import Values
from articles.history.sentences import DECISION
from articles.models import Article, Event, Provider, Review, State, StateBy, Topic

DECIDED = {"state", *DECISION}  # goes back as a whole, or stays
MERGED = {"merged_into", "folded_into"}  # and so does a merge, with what was decided by it
# Lists of which only what the act itself changed goes back.
ONE_BY_ONE = {"conflicts": lists.open_after_undo, "refusals": lists.refused_after_undo}
Subject: TypeAlias = Article | Topic | Provider
Outcome = tuple[bool, list[str]]  # whether something was undone, and what was not


@dataclass(frozen=True)
class Undone:
    """`done` things were undone; `skipped` says what was not, one line each.

    `act` is the undo's own, so that it can be undone as well.
    """

    act: uuid.UUID
    done: int = 0
    skipped: list[str] = field(default_factory=list)


@transaction.atomic
def undo_act(*, act: uuid.UUID, by: User, group: uuid.UUID | None = None) -> Undone:
    """Give each field that the act changed the value from before, where it still has the act's.

    It is an act of its own, `group`, so it can be undone too. Raises Refused for an act that does
    not exist, for an import, and for topics and providers where `by` may not manage those; an
    editor's word on a source is the editors'.
    """
    events = list(Event.objects.filter(group=act).select_related("article", "topic", "provider"))
    _check(events, by)
    undone = undo_events(events=events, by=by, act=group or uuid.uuid4())
    note(act, undone.act)
    return undone


def _check(events: list[Event], by: User) -> None:
    if not events:
        raise Refused("There is nothing to undo: no such change is on record.")
    if any(event.batch_id for event in events):
        raise Refused("An import is undone as a whole, on its own page.")
    if not all(map(is_of_editors, events)) and not permissions.may_manage(by):
        raise Refused("Only admins may undo changes of topics and providers.")


def is_of_editors(event: Event) -> bool:
    """Return whether it tells of what editors may do: to articles, and with notes on a source."""
    if event.article_id is not None:
        return True
    return (
        event.provider_id is not None
        and bool(event.after)
        and (event.after.keys() <= providers.BY_EDITORS)
    )


def may_undo(event: Event, by: User) -> bool:
    """Return whether it tells of what `by` may take back on the desk: an editor's word, and for
    admins whose a source is."""
    if is_of_editors(event):
        return True
    of_source = event.provider_id is not None and event.batch_id is None and bool(event.after)
    return of_source and event.after.keys() <= providers.ON_DESK and permissions.may_manage(by)


def note(act: uuid.UUID, undo: uuid.UUID) -> None:
    """Note that `undo` undid the act, or tried. What that act itself had undone holds again, and so
    on."""
    Event.objects.filter(group=act).update(undone_by=undo)
    acts, undone = [act], True
    while acts:
        Event.objects.filter(group__in=acts).update(undone=undone)
        before = Event.objects.filter(undone_by__in=acts).order_by()
        acts, undone = list(before.values_list("group", flat=True).distinct()), not undone


@transaction.atomic
def undo_events(*, events: Iterable[Event], by: User, act: uuid.UUID) -> Undone:
    """Undo what these events, newest first, changed; `act` is the undo's own.

    An article that came with an import is withdrawn, unless somebody has touched it since. A topic
    or provider that came with one is removed, unless it was touched since or is in use.
    """
    outcomes = [_undo_event(event, by, act) for event in events]
    skipped = [line for _, lines in outcomes for line in lines]
    return Undone(act, sum(done for done, _ in outcomes), skipped)


def _newer(names: Iterable[str], now: Values, after: Values) -> set[str]:
    """Return what has been changed since: of a merge all, where a part of it has."""
    newer = {name for name in names if not values.same(name, now[name], after[name])}
    is_merged_since = "merged_into" in after and not MERGED.isdisjoint(newer)
    return newer | MERGED | DECIDED if is_merged_since else newer


def _undo_event(event: Event, by: User, act: uuid.UUID) -> Outcome:
    if event.action == "import" and not event.before:
        return _undo_arrival(event, by, act)
    if _goes_with_arrival(event):
        return False, []
    if event.action == "remove":
        name = event.before["fields"]["name"]
        return _attempt(name, lambda: removal.bring_back(removal=event, by=by, group=act))
    subject, (before, after) = _subject(event), values.of_event(event)
    now = {name: _read(subject, name) for name in before if name in after}
    names = [name for name in now if name not in ONE_BY_ONE]
    newer = _newer(names, now, after)
    stands = isinstance(subject, Article) and _decided_since(subject, after)
    if stands and isinstance(subject, Article):
        newer |= DECIDED
        # What the rule decided goes with its score: the one back alone would belie the other.
        newer |= {"quality"} if not subject.is_pinned else set()
    back = {name: before[name] for name in names if name not in newer}
    # A plan whose time has passed is not made again: it would come true at once.
    back |= {name: None for name in back if values.has_passed(name, back[name])}
    for name in ONE_BY_ONE.keys() & now.keys():
        left = ONE_BY_ONE[name](now[name], before[name], after[name])
        back |= {name: left} if left != now[name] else {}
    lost = [name for name in names if name in newer and name not in DECISION]
    if stands:
        lost = ["decision", *(name for name in lost if name != "state")]
    skipped = [
        f"“{subject}”: the {wording.field(name)} has been changed since and stays as it is"
        for name in lost
    ]
    if not back:
        return False, skipped
    done, refusals = _attempt(subject, lambda: _change_back(subject, by, act, back))
    return done, skipped + refusals


def _decided_since(article: Article, after: Values) -> bool:
    if "decided_at" in after:
        return bool(values.read(article, "decided_at") != after["decided_at"])
    return "state" in after and article.decided_at is not None


def _undo_arrival(event: Event, by: User, act: uuid.UUID) -> Outcome:
    if event.article_id is None:
        removed = _subject(event)
        return _attempt(removed, lambda: removal.remove(arrival=event, by=by, group=act))
    article = current(event.article_id)
    since = Event.objects.filter(article=article, pk__gt=event.pk).exclude(action="undo")
    if since.exclude(batch=event.batch_id).exists():
        return False, [f"“{article}” has been changed since and stays as it is"]
    to: Values = {"state": State.UNPUBLISHED.value}
    if article.state != State.UNPUBLISHED or article.state_by == StateBy.DESK:
        to["state_by"] = StateBy.IMPORT.value
    if article.state_by == StateBy.DESK:
        left = {name: value for name, value in (article.ruled or {}).items() if name != "state"}
        to |= {"review": Review.UNREVIEWED.value, "ruled": left or None}
    done = change(article=article, by=by, version=article.version, action="undo", to=to, group=act)
    return done.act is not None, []


def _goes_with_arrival(event: Event) -> bool:
    """Return whether it tells what rules made of an article when it came: that is withdrawn as a
    whole, or stays as it is."""
    if event.action != "import" or "rules" not in event.after:
        return False
    arrivals = Event.objects.arrivals().filter(article=event.article_id, batch=event.batch_id)
    return arrivals.exists()


def _attempt(subject: object, action: Callable[[], object]) -> Outcome:
    try:
        with transaction.atomic():
            action()
    except Refused as problem:
        return False, [f"“{subject}”: {problem}"]
    return True, []


def _subject(event: Event) -> Subject:
    if event.article_id:
        return current(event.article_id)
    if event.topic_id:
        return Topic.objects.get(pk=event.topic_id)
    return Provider.objects.get(events=event)


def _read(subject: Subject, name: str) -> Any:
    if isinstance(subject, Article):
        return values.read(subject, name)
    if isinstance(subject, Topic):
        return topics.read(subject, name)
    return providers.read(subject, name)


def _change_back(subject: Subject, by: User, act: uuid.UUID, to: Values) -> None:
    version, undo = subject.version, "undo"
    if isinstance(subject, Article):
        change(article=subject, by=by, version=version, action=undo, to=to, group=act, always=True)
    elif isinstance(subject, Topic):
        topics.change(topic=subject, by=by, version=version, action=undo, to=to, group=act)
    else:
        providers.change(provider=subject, by=by, version=version, action=undo, to=to, group=act)
