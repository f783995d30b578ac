"""What belongs to a story and what does not: each answer is one act, whose undo takes all back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.db import transaction

from articles.actions import lists
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused, Stale
from articles.actions.stories.folding import (
    Seen,
    check,
    copies_follow,
    members,
    put,
    refuse_member,
    told,
    unfolded,
)
from articles.judgement import stories
from articles.models import Article, Event


@transaction.atomic
def join(
    *,
    article: Article | int,
    picked: Sequence[Seen],
    by: User,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Fold these into the story that the article leads, as suggested. Each is a key and the version
    seen; raises Stale and Refused, and then nothing has happened."""
    lead, act = current(article), group or uuid.uuid4()
    why = {one.article: one.sentence for one in stories.suggested(lead, members(lead))}
    others = len(picked) - 1
    for key, version in picked:
        row = current(key)
        check(row, lead)
        put(
            article=row,
            into=lead,
            by=by,
            version=version,
            group=act,
            action="join",
            others=others,
            reason=why.get(key, ""),
        )
        others = 0  # the first tells of all
    return _done(lead, act)


def refuse(
    *,
    article: Article | int,
    other: Article | int,
    by: User,
    version: int,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Note that the other does not belong to the story that the article leads: it is not suggested
    again."""
    lead, target = current(article), current(other)
    if lead.pk == target.pk:
        raise Refused("That is the lead itself: refuse another.")
    suggested = stories.suggested(lead, members(lead))
    why = next((one.sentence for one in suggested if one.article == target.pk), "")
    to = {"refusals": lists.refusals_with(lead, target)}
    return change(
        article=lead, by=by, version=version, action="refuse", to=to, group=group, reason=why
    )


@transaction.atomic
def leave(
    *,
    article: Article | int,
    picked: Sequence[Seen],
    by: User,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Take these out of the story of the article, and note that they do not belong there."""
    lead, act = current(article), group or uuid.uuid4()
    leaving = _of_story(lead, picked)
    if lead in leaving:
        raise Refused(f"“{lead}” leads this story: make another its lead first, or split it off.")
    others = len(leaving) - 1
    for row in leaving:
        change(
            article=row,
            by=by,
            version=row.version,
            action="leave",
            to={**unfolded(row), "refusals": lists.refusals_with(row, lead)},
            group=act,
            story=told(lead, others),
        )
        copies_follow(current(row), by, act)
        others = 0
    _unlink(lead, leaving, by, act)
    return _done(lead, act)


@transaction.atomic
def split(
    *,
    article: Article | int,
    picked: Sequence[Seen],
    by: User,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Make two stories of the one that the article leads: those picked and the others. It stays the
    lead of its part, the strongest leads the other."""
    lead, act = current(article), group or uuid.uuid4()
    chosen = _of_story(lead, picked)
    rest = [one for one in [lead, *members(lead)] if one not in chosen]
    leaving = rest if lead in chosen else chosen
    if not rest:
        raise Refused("All of the story is picked: leave at least one article where it is.")
    first = strongest(leaving)
    change(
        article=first,
        by=by,
        version=first.version,
        action="split",
        to=unfolded(first),
        group=act,
        story=told(lead, len(leaving) - 1),
    )
    copies_follow(current(first), by, act)
    _unlink(lead, leaving, by, act)
    for row in leaving:
        if row != first:
            put(article=row, into=first, by=by, version=row.version, group=act)
    return _done(lead, act)


@transaction.atomic
def merge(
    *,
    article: Article | int,
    other: Article | int,
    by: User,
    version: int,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Fold the other story, its lead and all that is part of it, into the one that the article
    leads."""
    lead, gone, act = current(article), current(other), group or uuid.uuid4()
    if lead.version != version:
        raise Stale(lead)
    if lead == gone:
        raise Refused("That is this story itself: choose another.")
    refuse_member(lead)
    refuse_member(gone)
    carried = members(gone)
    put(
        article=gone,
        into=lead,
        by=by,
        version=gone.version,
        group=act,
        action="merge-story",
        others=len(carried),
    )
    for row in carried:
        put(article=row, into=lead, by=by, version=row.version, group=act)
    return _done(lead, act)


def strongest(articles: Collection[Article]) -> Article:
    """Return which of these leads where nobody chose: what readers see, the best, the earliest."""
    return min(
        articles,
        key=lambda one: (not one.public, -one.score, one.published_at, one.pk),
    )


def _done(lead: Article, act: uuid.UUID) -> Done[Article]:
    did = Event.objects.filter(group=act).exists()
    return Done(current(lead), act if did else None)


def _of_story(lead: Article, picked: Sequence[Seen]) -> list[Article]:
    """Return those picked of the story, as they were seen. Raises Stale and Refused."""
    refuse_member(lead)
    whole = {one.pk: one for one in [lead, *members(lead)]}
    found = []
    for key, version in picked:
        row = whole.get(key) or current(key)
        if row.version != version:
            raise Stale(row)
        if key not in whole:
            raise Refused(f"“{row}” is not part of this story: reload the page.")
        found.append(row)
    return found


def _unlink(lead: Article, gone: Sequence[Article], by: User, act: uuid.UUID) -> None:
    """Take the links to these off the lead: readers find them below it no more."""
    keys, addresses = {one.pk for one in gone}, {one.canonical_url for one in gone}
    left = [
        lists.snapshot(lists.value_of(link), link.origin)
        for link in lead.links.all()
        if link.target_id not in keys and link.canonical_url not in addresses
    ]
    now = current(lead)
    change(article=now, by=by, version=now.version, action="unlink", to={"links": left}, group=act)
