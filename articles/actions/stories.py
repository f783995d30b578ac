"""Several articles about one event: one leads, the others are folded into it."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import transaction

from articles.actions import links
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused
from articles.models import FOLDED, Article


@transaction.atomic
def fold(
    *,
    article: Article | int,
    into: Article | int,
    by: User,
    version: int,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    row, lead = current(article), current(into)
    _check(row, lead)
    group = group or uuid.uuid4()
    folded = change(
        article=row,
        by=by,
        version=version,
        action="fold",
        to={"folded_into": lead.pk, "changed_at": None},
        group=group,
    )
    if links.is_linked(lead, row):
        return folded
    links.add(article=lead, by=by, version=lead.version, target=row, group=group)
    return Done(folded.row, group)


def unfold(
    *, article: Article | int, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    row = current(article)
    heat = None if row.heat == FOLDED else row.heat
    to = {"folded_into": None, "heat": heat, "changed_at": None}
    return change(
        article=row, by=by, version=version, action="unfold", to=to, group=group, always=True
    )


def _check(article: Article, lead: Article) -> None:
    if lead.pk == article.pk:
        raise Refused("An article cannot be folded into itself: choose another story.")
    if lead.folded_into:
        raise Refused(f"“{lead}” is itself part of “{lead.folded_into}”: choose that story.")
    if article.folded.exists():
        raise Refused(f"Other articles are folded into “{article}”: unfold those first.")
