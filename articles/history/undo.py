"""Setting back what an act did."""

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
from articles.models import Article, Event, Provider, State, StateBy, Topic

DECIDED = {"state", *DECISION}  # goes back as a whole, or stays
Subject: TypeAlias = Article | Topic | Provider
Outcome = tuple[bool, list[str]]  # whether something was set back, and what was not


@dataclass(frozen=True)
class Undone:
    """`done` things were set back; `skipped` says what was not, one line each.

    `act` is the undo's own, so that it can be undone as well.
    """

    act: uuid.UUID
    done: int = 0
    skipped: list[str] = field(default_factory=list)


@transaction.atomic
def undo_act(*, act: uuid.UUID, by: User, group: uuid.UUID | None = None) -> Undone:
    """Set each field that the act changed back, where it still has the value that the act gave it.

    It is an act of its own, `group`, so it can be undone too. Raises Refused for an act that does
    not exist, for an import, and for topics and providers where `by` may not manage those.
    """
    events = list(Event.objects.filter(group=act).select_related("article", "topic", "provider"))
    _check(events, by)
    undone = undo_events(events=events, by=by, act=group or uuid.uuid4())
    _note(act, undone.act)
    return undone


def _check(events: list[Event], by: User) -> None:
    if not events:
        raise Refused("There is nothing to undo: no such change is on record.")
    if any(event.batch_id for event in events):
        raise Refused("An import is undone as a whole, on its own page.")
    if any(event.article_id is None for event in events) and not permissions.may_manage(by):
        raise Refused("Only admins may undo changes of topics and providers.")


def _note(act: uuid.UUID, undo: uuid.UUID) -> None:
    """Note that `undo` took the act back, or tried. What that act itself had taken back holds
    again, and so on."""
    Event.objects.filter(group=act).update(undone_by=undo)
    acts, taken_back = [act], True
    while acts:
        Event.objects.filter(group__in=acts).update(taken_back=taken_back)
        undone = Event.objects.filter(undone_by__in=acts).order_by()
        acts, taken_back = list(undone.values_list("group", flat=True).distinct()), not taken_back


@transaction.atomic
def undo_events(*, events: Iterable[Event], by: User, act: uuid.UUID) -> Undone:
    """Set back what these events, newest first, changed; `act` is the undo's own.

    An article that came with an import is withdrawn, unless somebody has touched it since. A topic
    or provider that came with one is removed, unless it was touched since or is in use.
    """
    outcomes = [_undo_event(event, by, act) for event in events]
    skipped = [line for _, lines in outcomes for line in lines]
    return Undone(act, sum(done for done, _ in outcomes), skipped)


def _undo_event(event: Event, by: User, act: uuid.UUID) -> Outcome:
    if event.action == "import" and not event.before:
        return _undo_arrival(event, by, act)
    if event.action == "remove":
        name = event.before["fields"]["name"]
        return _attempt(name, lambda: removal.bring_back(removal=event, by=by, group=act))
    subject, (before, after) = _subject(event), values.of_event(event)
    now = {name: _read(subject, name) for name in before if name in after}
    names = [name for name in now if name != "conflicts"]  # those are set back one by one
    newer = {name for name in names if not values.same(name, now[name], after[name])}
    stands = isinstance(subject, Article) and _decided_since(subject, after)
    if stands:
        newer |= DECIDED
    back = {name: before[name] for name in names if name not in newer}
    if "conflicts" in now:
        conflicts = lists.open_after_undo(now["conflicts"], before["conflicts"], after["conflicts"])
        back |= {"conflicts": conflicts} if conflicts != now["conflicts"] else {}
    lost = [name for name in names if name in newer and name not in DECISION]
    if stands:
        lost = ["decision", *(name for name in lost if name != "state")]
    skipped = [
        f"“{subject}”: the {wording.field(name)} has been changed since and stays as it is"
        for name in lost
    ]
    if not back:
        return False, skipped
    done, refusals = _attempt(subject, lambda: _set_back(subject, by, act, back))
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
    to = {"state": State.UNPUBLISHED.value}
    if article.state != State.UNPUBLISHED:
        to["state_by"] = StateBy.IMPORT.value
    done = change(article=article, by=by, version=article.version, action="undo", to=to, group=act)
    return done.act is not None, []


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


def _set_back(subject: Subject, by: User, act: uuid.UUID, to: Values) -> None:
    version = subject.version
    if isinstance(subject, Article):
        change(article=subject, by=by, version=version, action="undo", to=to, group=act)
    elif isinstance(subject, Topic):
        topics.change(topic=subject, by=by, version=version, action="undo", to=to, group=act)
    else:
        providers.change(provider=subject, by=by, version=version, action="undo", to=to, group=act)
