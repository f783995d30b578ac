"""Several articles about one event: one leads, the others are folded into it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from articles.actions import links
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused
from articles.actions.values import Values
from articles.models import FOLDED, Article
from articles.query.stories import members_of

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
    """Fold it into another story, with what its seed has folded into it."""
    row, lead = current(article), current(into)
    check(row, lead)
    act, carried = group or uuid.uuid4(), members(row)
    done = put(article=row, into=lead, by=by, version=version, group=act)
    for member in carried:
        put(article=member, into=lead, by=by, version=member.version, group=act)
    return done


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
    refuse_copy(row)
    before = _lead_of(row)
    others = [one for one in [*members(before), before] if one != row]
    done = change(
        article=row,
        by=by,
        version=version,
        action="lead",
        to=unfolded(row),
        group=act,
        story=told(before),
    )
    copies_follow(done.row, by, act)
    for other in others:
        put(article=other, into=row, by=by, version=other.version, group=act)
    return Done(current(row), act, done.cancelled)


@transaction.atomic
def unfold(
    *, article: Article | int, by: User, version: int, group: uuid.UUID | None = None
) -> Done[Article]:
    row, act = current(article), group or uuid.uuid4()
    done = change(article=row, by=by, version=version, action="unfold", to=unfolded(row), group=act)
    copies_follow(done.row, by, act)
    return done


def put(
    *,
    article: Article,
    into: Article,
    by: User,
    version: int,
    group: uuid.UUID,
    action: str = "fold",
    others: int = 0,
    reason: str = "",
) -> Done[Article]:
    """Fold it and have its lead link to it. So many `others` go with it, as the history tells."""
    folded = change(
        article=article,
        by=by,
        version=version,
        action=action,
        to={"folded_into": into.pk, "changed_at": None},
        group=group,
        reason=reason,
        story=told(into, others),
    )
    copies_follow(folded.row, by, group)
    if not links.is_linked(into, article):
        now = current(into)
        links.add(article=now, by=by, version=now.version, target=article, group=group)
        return Done(folded.row, group)
    return folded


def copies_follow(article: Article, by: User, act: uuid.UUID) -> None:
    """Have what is merged into it be where it is: in its story, or folded into it."""
    where = article.folded_into or article
    for copy in article.merged.exclude(folded_into=where).order_by("pk"):
        change(
            article=copy,
            by=by,
            version=copy.version,
            action="fold",
            to={"folded_into": where.pk},
            group=act,
            story=told(where),
        )


def members(lead: Article) -> list[Article]:
    """Return what is part of its story beside itself, by an editor or by its seed."""
    return list(members_of([lead.pk]).order_by("pk"))


def unfolded(article: Article) -> Values:
    """Return what makes it a story of its own: it is nobody's copy any more, either."""
    heat = None if article.heat == FOLDED else article.heat
    return {"folded_into": None, "merged_into": None, "heat": heat, "changed_at": None}


def told(lead: Article, others: int = 0) -> Values:
    """Return what the history keeps of a story: its lead's title, and how many more went along."""
    return {"title": lead.title, "others": others}


def check(article: Article, lead: Article) -> None:
    if lead.pk == article.pk:
        raise Refused("An article cannot be folded into itself: choose another story.")
    refuse_copy(article)
    refuse_member(lead)
    if article.folded.filter(merged_into=None).exists():
        raise Refused(
            f"Other articles are folded into “{article}”: unfold those first, or merge the stories."
        )


def refuse_copy(article: Article) -> None:
    if stays := article.merged_into:
        raise Refused(f"“{article}” is merged into “{stays}”: choose that one, or undo the merge.")


def refuse_member(lead: Article) -> None:
    """Raise Refused where it leads nothing, being part of a story itself."""
    if lead.is_folded and lead.lead:
        raise Refused(f"“{lead}” is itself part of “{lead.lead}”: choose that story.")
    if lead.is_folded:
        raise Refused(f"“{lead}” is folded by its seed: unfold it first, or choose another story.")


def _lead_of(article: Article) -> Article:
    if not article.is_folded:
        raise Refused(f"“{article}” is a story of its own: nothing else leads it.")
    if article.lead is None:
        raise Refused(f"The story that “{article}” is part of is not here: unfold it instead.")
    return article.lead
