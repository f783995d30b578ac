"""What an editor does with their basket: articles set aside, in an order of their own.

It is nobody else's and changes no article, so it has no history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from articles import permissions, rows
from articles.actions import text_input
from articles.actions.errors import Refused
from articles.models import Article, BasketItem
from articles.wording import name_of

MOST = 500
MAX_NOTE = 300


@transaction.atomic
def put(*, by: User, articles: Iterable[int], given_by: str = "", note: str = "") -> int:
    """Put them at the end, in this order; return how many were not in it.

    What is part of another story stays out. Raises Refused where it would hold too many.
    """
    _lock(by)
    keys = list(dict.fromkeys(articles))
    known = set(BasketItem.objects.filter(person=by).values_list("article", flat=True))
    stories = Article.objects.filter(pk__among=keys, folded_into=None)
    here = set(stories.values_list("pk", flat=True))
    new = [key for key in keys if key in here and key not in known]
    if len(known) + len(new) > MOST:
        raise Refused(f"A basket holds at most {MOST} articles: empty it, or put in fewer.")
    last = BasketItem.objects.filter(person=by).aggregate(last=Max("position"))["last"] or 0
    BasketItem.objects.bulk_create(
        BasketItem(person=by, article_id=key, position=place, given_by=given_by, note=note)
        for place, key in enumerate(new, last + 1)
    )
    return len(new)


def take_out(*, by: User, articles: Collection[int]) -> int:
    return BasketItem.objects.filter(person=by, article__among=list(articles)).delete()[0]


@transaction.atomic
def move(*, by: User, article: int, to: int) -> None:
    """Give an article place `to`, counted from 0; a place beyond the last is the last."""
    _lock(by)
    items = list(BasketItem.objects.shown().filter(person=by).values_list("article", "pk"))
    moved = next((item for item in items if item[0] == article), None)
    if moved is None:
        raise Refused("That article is not in your basket any more.")
    items.remove(moved)
    items.insert(max(to, 0), moved)
    rows.update(BasketItem, "position", [(place, pk) for place, (_, pk) in enumerate(items)])


def empty(*, by: User) -> int:
    return BasketItem.objects.filter(person=by).delete()[0]


@transaction.atomic
def hand_over(*, by: User, to: User, note: str = "", keep: bool = False) -> int:
    """Put all of it at the end of a colleague's, with a note; return how many are new there.
    Without `keep` it leaves one's own."""
    if to == by:
        raise Refused("That is your own basket: choose a colleague.")
    if not permissions.may_review(to):
        raise Refused(f"{name_of(to)} may not review articles: choose somebody else.")
    note = text_input.clean_line("note", note, MAX_NOTE)
    mine = BasketItem.objects.shown().filter(person=by)
    keys = list(mine.values_list("article", flat=True))
    if not keys:
        raise Refused("Your basket is empty: there is nothing to hand over.")
    given = put(by=to, articles=keys, given_by=name_of(by), note=note)
    if not keep:
        mine.delete()
    return given


def _lock(person: User) -> None:
    # Two requests of one person at once would give two articles one place.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
