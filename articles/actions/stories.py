"""Several articles about one event: one leads, the others are folded into it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from articles.actions import links
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused
from articles.actions.values import Values
from articles.models import FOLDED, Article

Seen = tuple[int, int]  # an article's key and the version of it that somebody saw


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


@transaction.atomic
def group(*, articles: Sequence[Seen], by: User, group: uuid.UUID | None = None) -> uuid.UUID:
    """Fold all but the first of these into the first: one act. Each is a key and the version seen.

    Raises what `fold` does; then nothing has happened.
    """
    (lead, _), *others = articles
    if not others:
        raise Refused("A story needs two articles at least: put another one beside it.")
    act = group or uuid.uuid4()
    for key, version in others:
        fold(article=key, into=lead, by=by, version=version, group=act)
    return act


@transaction.atomic
def lead(
    *, article: Article | int, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    """Have a folded article lead its story: the lead so far and all others are folded into it."""
    row, act = current(article), group or uuid.uuid4()
    before = _lead_of(row)
    others = [*members_of(before, but=row), before]  # it may not lead any by its turn
    to = _of_its_own(row)
    done = change(article=row, by=by, version=version, action="lead", to=to, group=act)
    for other in others:
        fold(article=other.pk, into=row.pk, by=by, version=other.version, group=act)
    return Done(current(row), act, done.cancelled)


def unfold(
    *, article: Article | int, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    row = current(article)
    to = _of_its_own(row)
    return change(article=row, by=by, version=version, action="unfold", to=to, group=group)


def members_of(lead: Article, but: Article) -> list[Article]:
    """Return what else is part of the story, by an editor or by its seed."""
    by_seed = Q(linked_from__article=lead, heat=FOLDED, folded_into=None)
    found = Article.objects.filter(Q(folded_into=lead) | by_seed).exclude(pk=but.pk)
    return list(found.order_by("pk").distinct())


def _lead_of(article: Article) -> Article:
    if not article.is_folded:
        raise Refused(f"“{article}” is a story of its own: nothing else leads it.")
    if article.lead is None:
        raise Refused(f"The story that “{article}” is part of is not here: unfold it instead.")
    return article.lead


def _of_its_own(article: Article) -> Values:
    """Return what makes it a story of its own: it is nobody's copy any more, either."""
    heat = None if article.heat == FOLDED else article.heat
    return {"folded_into": None, "merged_into": None, "heat": heat, "changed_at": None}


def _check(article: Article, lead: Article) -> None:
    if lead.pk == article.pk:
        raise Refused("An article cannot be folded into itself: choose another story.")
    if lead.folded_into:
        raise Refused(f"“{lead}” is itself part of “{lead.folded_into}”: choose that story.")
    if article.folded.exists():
        raise Refused(f"Other articles are folded into “{article}”: unfold those first.")
