"""The seed and an editor changed the same field: an editor picks one."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import transaction

from articles.actions import lists
from articles.actions.articles import agreed, pinned, scored
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused, Stale
from articles.actions.lists import Snapshot
from articles.actions.values import Values
from articles.models import Article, Conflict


def keep_ours(
    *, conflict: Conflict, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    row = current(conflict.article_id)
    return _settle(row, {conflict.field}, by, version, group, theirs=False)


def take_theirs(
    *, conflict: Conflict, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    row = current(conflict.article_id)
    return _settle(row, {conflict.field}, by, version, group, theirs=True)


def keep_all_ours(
    *, article: Article, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    return _settle(current(article), None, by, version, group, theirs=False)


def take_all_theirs(
    *, article: Article, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    return _settle(current(article), None, by, version, group, theirs=True)


@transaction.atomic
def _settle(
    row: Article,
    fields: set[str] | None,
    by: User,
    version: int,
    group: uuid.UUID | None,
    *,
    theirs: bool,
) -> Done[Article]:
    """Raises Stale where somebody has settled it a moment before: that raised the version."""
    if row.version != version:
        raise Stale(row)
    every = lists.conflicts(row)
    settled = [question for question in every if fields is None or question["field"] in fields]
    if not settled:
        raise Stale(row) if fields else Refused("The seed and we are in no conflict over it.")
    to = _picked(row, by, settled, theirs=theirs)
    to["conflicts"] = [question for question in every if question not in settled]
    action = "take-theirs" if theirs else "keep-ours"
    return change(
        article=row, by=by, version=version, action=action, to=to, group=group, always=True
    )


def _picked(row: Article, by: User, settled: list[Snapshot], *, theirs: bool) -> Values:
    """Return what is set: whoever picks a state has pinned it, whoever picks a score has scored."""
    fields = {question["field"] for question in settled}
    to = {question["field"]: question["theirs"] for question in settled} if theirs else {}
    if "state" in to:
        return {**pinned(by), **to}
    if "state" in fields:
        return {**agreed(row, by), **to}
    if "quality" in fields:
        return {**scored(row, by, to.get("quality", row.quality)), **to}
    return to
