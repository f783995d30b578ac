"""What an editor says to an article that seems to belong to another: yes links it, no is kept."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User

from articles.actions import links, lists
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused
from articles.judgement import related
from articles.models import Article, Origin


def accept(
    *,
    article: Article | int,
    by: User,
    version: int,
    other: Article | int,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Link to the other article, as suggested."""
    row, target = current(article), current(other)
    return links.add(
        article=row,
        by=by,
        version=version,
        target=target,
        group=group,
        origin=Origin.SUGGESTION,
        reason=_why(row, target),
    )


def refuse(
    *,
    article: Article | int,
    by: User,
    version: int,
    other: Article | int,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Note that the two do not belong together: neither is suggested to the other again."""
    row, target = current(article), current(other)
    if row.pk == target.pk:
        raise Refused("That is this article itself: refuse another.")
    return change(
        article=row,
        by=by,
        version=version,
        action="refuse",
        to={"refusals": lists.refusals_with(row, target)},
        group=group,
        reason=_why(row, target),
    )


def _why(article: Article, other: Article) -> str:
    """Say why it was suggested, how sure that was and what judged so, for whoever reads the history
    later."""
    asked = article
    found = (one for one in related.alike(asked) if one.article == other.pk)
    return next((one.sentence for one in found), "")
