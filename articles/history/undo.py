"""Setting back what an act did."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles import permissions, wording
from articles.actions import lists, providers, removal, topics, values
from articles.actions.change import change, current
from articles.actions.errors import Refused
from articles.actions.values import Values
from articles.history.sentences import DECISION, QUIET
from articles.models import Article, Event, Provider, State, Topic


@dataclass(frozen=True)
class Undone:
    """`done` things were set back; `skipped` says what was not, one line each.

    `group` is the undo's own act, so that it can be undone as well.
    """

    group: uuid.UUID
    done: int = 0
    skipped: list[str] = field(default_factory=list)


@transaction.atomic
def undo_act(*, group: uuid.UUID, by: AbstractBaseUser) -> Undone:
    """Set each field that the act changed back, where it still has the value that the act gave it.

    It is an act of its own, so it can be undone too. Raises Refused for an act that does not exist,
    for an import, and for topics and providers where `by` may not manage those.
    """
    events = list(Event.objects.filter(group=group).select_related("article", "topic", "provider"))
    _check(events, by)
    return undo_events(events=events, by=by, act=uuid.uuid4())


@transaction.atomic
def undo_events(*, events: Iterable[Event], by: AbstractBaseUser, act: uuid.UUID) -> Undone:
    """Set back what these events, newest first, changed; `act` is the undo's own.

    An article that came with an import is withdrawn, unless somebody has touched it since. A topic
    or provider that came with one is removed, unless it was touched since or is in use.
    """
    results = [_undo_one(event, by, act) for event in events]
    skipped = [line for _, lines in results for line in lines]
    return Undone(act, sum(changed for changed, _ in results), skipped)


def _check(events: list[Event], by: AbstractBaseUser) -> None:
    if not events:
        raise Refused("There is nothing to undo: no such change is on record.")
    if any(event.batch_id for event in events):
        raise Refused("An import is undone as a whole, on its own page.")
    if any(event.article_id is None for event in events) and not permissions.may_manage(by):
        raise Refused("Only admins may undo changes of topics and providers.")


def _undo_one(event: Event, by: AbstractBaseUser, act: uuid.UUID) -> tuple[bool, list[str]]:
    """Whether something was set back, and what was not."""
    if event.action == "import" and not event.before:
        return _withdraw(event, by, act)
    if event.action == "remove":
        name = event.before["fields"]["name"]
        return _tried(name, lambda: removal.bring_back(removal=event, by=by, group=act))
    row, now = _now(event)
    kept = {name for name, value in now.items() if not _stands(name, value, event)}
    if "decided_at" in kept:  # a later decision stands
        now = {name: value for name, value in now.items() if name not in DECISION}
    back = {name: event.before[name] for name in now.keys() - kept - {"conflicts"}}
    if "conflicts" in now:
        back |= _questions(now["conflicts"], event)
    skipped = [_kept(row, name) for name in now if name in kept]
    if not back.keys() - QUIET:
        return False, skipped
    done, why = _tried(row, lambda: _set(row, by, act, back))
    return done, [*skipped, *why]


def _stands(name: str, value: Any, event: Event) -> bool:
    """Whether a field still is as the event left it. Conflicts are set back one by one."""
    return name == "conflicts" or values.same(name, value, event.after[name])


def _questions(now: list[lists.Snapshot], event: Event) -> Values:
    """The open conflicts as they are to be; nothing where they are so already."""
    to = lists.asked_again(now, event.before["conflicts"], event.after["conflicts"])
    return {"conflicts": to} if to != now else {}


def _tried(row: object, act: Callable[[], object]) -> tuple[bool, list[str]]:
    try:
        with transaction.atomic():
            act()
    except Refused as problem:
        return False, [f"“{row}”: {problem}"]
    return True, []


def _withdraw(event: Event, by: AbstractBaseUser, act: uuid.UUID) -> tuple[bool, list[str]]:
    """Undo an arrival."""
    if event.article_id is None:
        return _tried(_subject(event), lambda: removal.remove(arrival=event, by=by, group=act))
    article = current(event.article_id)
    since = Event.objects.filter(article=article, pk__gt=event.pk).exclude(action="undo")
    if since.exclude(batch=event.batch_id).exists():
        return False, [f"“{article}” has been changed since and stays as it is"]
    to = {"state": State.UNPUBLISHED.value}
    done = change(article=article, by=by, version=article.version, action="undo", to=to, group=act)
    return done.act is not None, []


def _now(event: Event) -> tuple[Article | Topic | Provider, Values]:
    """The thing as it is now, and what it says in the fields that the event changed."""
    names = [name for name in event.before if name in event.after]
    if event.article_id:
        article = current(event.article_id)
        return article, {name: values.read(article, name) for name in names}
    row = _subject(event)
    if isinstance(row, Topic):
        return row, {name: topics.read(row, name) for name in names}
    return row, {name: providers.read(row, name) for name in names}


def _subject(event: Event) -> Topic | Provider:
    if event.topic_id:
        return Topic.objects.get(pk=event.topic_id)
    return Provider.objects.get(events=event)


def _set(
    row: Article | Topic | Provider, by: AbstractBaseUser, act: uuid.UUID, back: Values
) -> None:
    if isinstance(row, Article):
        change(article=row, by=by, version=row.version, action="undo", to=back, group=act)
    elif isinstance(row, Topic):
        topics.change(topic=row, by=by, version=row.version, action="undo", to=back, group=act)
    else:
        providers.change(
            provider=row, by=by, version=row.version, action="undo", to=back, group=act
        )


def _kept(row: Article | Topic | Provider, name: str) -> str:
    return f"“{row}”: the {wording.field(name)} has been changed since and stays as it is"
