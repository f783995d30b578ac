"""What an editor says to two articles that seem to be the same story: one is merged into the other,
or they are kept apart."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from articles.actions import articles, stories, values
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused
from articles.actions.judgement import suggestions
from articles.actions.stories import folding
from articles.judgement import indexing
from articles.judgement.duplicates import finding
from articles.models import Article, Duplicate, Review

keep_apart = suggestions.refuse


@transaction.atomic
def merge(
    *,
    article: Article | int,
    into: Article | int,
    by: User,
    version: int,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Have the article be the same story as the one that stays: readers see that one only, and are
    led to it. What was merged or folded into the article follows it, in the same act.

    Nothing is copied: its links, notes and history stay with it.
    """
    row, stays = current(article), current(into)
    _check(row, stays)
    act = group or uuid.uuid4()
    lead, members = _lead_of(stays, but=row), folding.members(row)
    done = change(
        article=row,
        by=by,
        version=version,
        action="merge",
        to={**articles.held(by), **_to(stays, lead)},
        group=act,
        reason=_why(row, stays),
    )
    if done.act:
        _follow(row, stays, lead, members, by, act)
        finding.note([stays.pk])  # of many copies, the next ones may come up now
        transaction.on_commit(indexing.enqueue_if_due)
    return Done(current(row), done.act, done.cancelled)


def _lead_of(stays: Article, but: Article) -> Article:
    lead = stays.folded_into
    return stays if lead is None or lead == but else lead


def _to(stays: Article, lead: Article) -> values.Values:
    return {"merged_into": values.merged_into(stays), "folded_into": lead.pk}


def _follow(
    row: Article,
    stays: Article,
    lead: Article,
    members: Sequence[Article],
    by: User,
    act: uuid.UUID,
) -> None:
    """Take along what was part of the merged one, and the one that stays out of its story."""
    if stays.lead == row:
        stories.unfold(article=stays, by=by, version=stays.version, group=act)
    for copy in row.merged.order_by("pk"):
        to = _to(stays, lead)
        change(article=copy, by=by, version=copy.version, action="merge", to=to, group=act)
    for member in members:
        if member not in (stays, lead):
            done = change(
                article=member,
                by=by,
                version=member.version,
                action="fold",
                to={"folded_into": lead.pk},
                group=act,
                story=folding.told(lead),
            )
            folding.copies_follow(done.row, by, act)


def _check(row: Article, stays: Article) -> None:
    if row.pk == stays.pk:
        raise Refused("An article cannot be merged into itself: choose the other one.")
    if stays.merged_into:
        raise Refused(f"“{stays}” is itself merged into “{stays.merged_into}”: choose that one.")
    if stays.review == Review.REJECTED:
        raise Refused(f"“{stays}” is rejected: reopen it first, or keep the other one.")
    if row.merged_into_id not in (None, stays.pk):
        raise Refused(f"“{row}” is merged into “{row.merged_into}” already: undo that first.")


def _why(row: Article, stays: Article) -> str:
    one, other = sorted((row.pk, stays.pk))
    pair = Duplicate.objects.filter(one=one, other=other).first()
    return pair.reason if pair else ""
