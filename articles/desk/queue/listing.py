"""A page of the queue's list: what its address asks for, as it was at the address's moment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone

from articles import paging
from articles.desk.queue import frozen
from articles.desk.queue.no_hits import WayOut, ways_out
from articles.desk.queue.rows import Row, rows
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.query.language.parser import parts
from articles.queue import decision_filters, queues
from articles.queue.filters import SORTS, Asked, asked, sort_of

PAGE_SIZE = 50
# What decisions change, in a search and among the filters.
CHANGES = re.compile(r"\b(state|score|heat|is|by)\s*[:<>]")
CHANGED = ("state", "review", "at_least", "at_most", "conflict", *decision_filters.NAMES)


@dataclass(frozen=True)
class Listing:
    """`asof` is the moment that it shows. `aside` is the article that the address selects, where it
    is not among the rows. `acts` has what was decided since: the article, and the act that the
    reader can undo. `after` and `before` are cursors of the pages around, None where there is none.
    `count` is how many are left, "" on further pages. `unfiltered` are the queue's articles."""

    queue: queues.Queue
    sort: str
    asof: frozen.Moment
    rows: list[Row]
    aside: Row | None
    acts: Mapping[int, UUID | None]
    unfiltered: ArticleQuerySet
    asked: Asked
    ways_out: list[WayOut]
    count: str
    after: str | None
    before: str | None

    @property
    def is_whole(self) -> bool:
        """Return whether it is all of its queue."""
        return self.asked.is_everything


def listing(params: QueryDict, user: User, glance: queues.Glance | None) -> Listing:
    """Return the page; `glance` is needed for the first page of a list. Raises QueryError."""
    chosen = queues.named(params.get("queue", ""))
    moves = chosen is queues.MOVING
    sort = chosen.name if moves else sort_of(params)
    moment = frozen.moment(params.get("asof", ""))
    entered = moment or frozen.now(glance or queues.glance(user))
    touched = frozen.touched(moment, user) if moment else []
    articles = chosen.articles()
    if moment and not moves:  # what moves is as of now, in any case
        articles = frozen.steady(articles, moment, touched)
    wanted = asked(params, articles, user)
    also = [one for one in touched if one.part in chosen.parts]
    if also and not wanted.is_everything:
        also = _asked_too(params, user, also)
    page, before = _ordered(wanted, sort, params.get("after", ""), also)
    shown, aside = _rows(page, selected(params))
    known = glance.counts[chosen.name] if glance and wanted.is_everything else ""
    return Listing(
        queue=chosen,
        sort=sort,
        asof=entered,
        rows=shown,
        aside=aside,
        acts={one.article.pk: one.act for one in also if one.done},
        unfiltered=articles,
        asked=wanted,
        ways_out=[] if shown else ways_out(params, articles, user, wanted),
        count=(known or _count(page, wanted, also, chosen)) if page.first else "",
        after=page.after,
        before=before,
    )


def selected(params: QueryDict) -> int | None:
    """Return the article that an address selects."""
    at = params.get("at", "")
    return int(at) if at.isascii() and at.isdigit() and len(at) < 19 else None


def news(params: QueryDict, user: User) -> str:
    """Count what has come into the list since the moment that it shows. Raises QueryError."""
    moment = frozen.moment(params.get("asof", ""))
    since = Article.objects.filter(pk__gt=moment.article) if moment else Article.objects.none()
    chosen = queues.named(params.get("queue", ""))
    found = asked(params, chosen.walked(since), user).found.articles
    return queues.count_text(paging.capped_count(found))


def _asked_too(
    params: QueryDict, user: User, touched: list[frozen.Touched]
) -> list[frozen.Touched]:
    """Return what of the touched is what filters and search ask for; what the reader has decided
    stays, though it may stand otherwise now."""
    keys = _found(params, user, touched)
    own = [one for one in touched if one.act and one.done and one.article.pk not in keys]
    if own:
        keys |= _found(_undecided(params), user, own)
    return [one for one in touched if one.article.pk in keys]


def _found(params: QueryDict, user: User, touched: list[frozen.Touched]) -> set[int]:
    those = Article.objects.filter(pk__among=[one.article.pk for one in touched])
    return set(asked(params, those, user).found.articles.values_list("pk", flat=True))


def _undecided(params: QueryDict) -> QueryDict:
    """Return what is asked for but for that which decisions change."""
    rest, text = params.copy(), params.get("q", "")
    pieces = [text[place.start : place.end] for place in parts(text, timezone.now())]
    rest["q"] = " ".join(piece for piece in pieces if not CHANGES.search(piece))
    for name in CHANGED:
        rest.pop(name, None)
    return rest


def _ordered(
    wanted: Asked, sort: str, cursor: str, also: list[frozen.Touched]
) -> tuple[paging.Page[Article], str | None]:
    """Return the page and the cursor of the one before it; what moves has only one."""
    found = wanted.found.articles
    if sort == queues.MOVING.name:
        return paging.Page([*queues.MOVING.ordered(found).only("pk")], None, first=True), None
    return _page(found, SORTS[sort][1], cursor, [one.article for one in also])


def _page(
    found: ArticleQuerySet, order: tuple[str, ...], cursor: str, also: list[Article]
) -> tuple[paging.Page[Article], str | None]:
    """Return a page, and the cursor of the one before it; where all of it has left the list, that
    one."""
    # What the order needs and no more: where the database must sort, it sorts narrow rows.
    narrow = found.only(*(name.removeprefix("-") for name in order))
    page = paging.page(narrow, order, cursor, PAGE_SIZE, also)
    before = None if page.first else paging.cursor_before(narrow, order, cursor, PAGE_SIZE, also)
    if page.rows or before is None:
        return page, before
    return _page(found, order, before, also)


def _rows(page: paging.Page[Article], at: int | None) -> tuple[list[Row], Row | None]:
    """Return the page's rows, and that of the article at `at` where it is not among them."""
    keys = [article.pk for article in page.rows]
    if at is None or at in keys:
        return rows(keys), None
    found = rows([*keys, at])
    aside = found.pop() if found and found[-1].article.pk == at else None
    if found and aside:
        found[-1] = replace(found[-1], following=None)
    return found, aside


def _count(
    page: paging.Page[Article], wanted: Asked, also: list[frozen.Touched], chosen: queues.Queue
) -> str:
    """Return how many are left; where one page holds all of them, they are counted."""
    settled = sum(one.settled for one in also) if chosen.empties else 0
    if page.after is None:
        return queues.count_text(len(page.rows) - settled)
    return queues.count_said(wanted.found, len(page.rows) - settled, len(also) - settled)
