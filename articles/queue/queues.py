"""The named queues beside the list, and how many articles are in each.

Every article is in one of them. They come in three groups: it waits, people have decided on it, or
it stands by the rule and no person has looked at it. So the numbers add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from django.contrib.auth.models import User
from django.db.models import IntegerField, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from articles.figures.queue_parts import at_the_end, inside, part
from articles.history import today
from articles.models import Article, BasketItem, Duplicate, Event, Mention, Place
from articles.models.article import ArticleQuerySet
from articles.models.lookups import Joined
from articles.paging import COUNT_CAP, capped_count, few
from articles.query.compile import Found
from articles.query.conditions import BORDER


@dataclass(frozen=True)
class Queue:
    """`label` stands below its group in the list of queues, `title` above the articles. `parts` are
    the names of the queues that it is made of."""

    name: str
    label: str
    title: str
    parts: tuple[str, ...]

    @property
    def empties(self) -> bool:
        """Return whether an article leaves it once somebody has decided on it."""
        return not any(part.startswith("decided-") for part in self.parts)

    def narrow(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Keep what is in the queue.

        Few articles are collected and sorted; many are met soon on a walk along the order. Then no
        index is to answer for the queue, or SQLite would rather sort all that it holds.
        """
        if self.parts == PARTS:
            return articles
        found = [inside(name).values_list("pk", flat=True) for name in self.parts]
        keys = few(found[0].union(*found[1:], all=True))
        if keys is not None:
            return articles.filter(pk__among=keys)
        if len(self.parts) == 1:
            articles = articles.filter(at_the_end(*self.parts))
        return self.walked(articles)

    def walked(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Keep what is in the queue of these articles, by looking at each."""
        return articles.alias(queue=part()).filter(queue__in=self.parts)


@dataclass(frozen=True)
class Group:
    """`aside` says whose doing it is."""

    whole: Queue
    aside: str
    queues: tuple[Queue, ...]


def _group(name: str, label: str, aside: str, *queues: Queue) -> Group:
    parts = tuple(name for queue in queues for name in queue.parts)
    return Group(Queue(name, label, label, parts), aside, queues)


def _queue(name: str, label: str, title: str = "") -> Queue:
    return Queue(name, label, title or label, (name,))


def _placed(group: str, whose: str, places: Iterable[Place]) -> list[Queue]:
    return [
        _queue(f"{group}-{place}", str(place.label), f"{place.label} {whose}") for place in places
    ]


WAITING = _group(
    *("waiting", "Waiting", "nobody decided"),
    _queue("review", "Needs review"),
    _queue("borderline", f"Borderline ±{BORDER}", "Borderline"),
    _queue("unscored", "Unscored"),
    _queue("conflicts", "Conflicts"),
    _queue("changed", "Changed since"),
)
DECIDED = _group(
    *("decided", "Decided", "by people"),
    *_placed("decided", "by people", (Place.PUBLISHED, Place.HELD, Place.REJECTED, Place.FOLDED)),
)
BY_RULE = _group(
    *("rule", "By the rule", "no person"),
    *_placed("rule", "by the rule", (Place.PUBLISHED, Place.HELD, Place.FOLDED, Place.REJECTED)),
    _queue("muted", "Muted sources", "From muted sources"),
    _queue("withdrawn", "Withdrawn", "Withdrawn with their imports"),
)
GROUPS = (WAITING, DECIDED, BY_RULE)
PARTS = tuple(name for group in GROUPS for name in group.whole.parts)
EVERYTHING = Queue("all", "All articles", "All articles", PARTS)
QUEUES = {
    queue.name: queue
    for queue in (*(q for group in GROUPS for q in (group.whole, *group.queues)), EVERYTHING)
}


def named(name: str) -> Queue:
    """Return the queue of that name; for an unknown name, all that waits."""
    return QUEUES.get(name, WAITING.whole)


@dataclass(frozen=True)
class Glance:
    """`counts` say how many each queue holds, by its name, and under the names of `own` what is the
    user's. `article` and `event` are the keys of what came and happened last; `basket` are those of
    the articles in the user's."""

    counts: dict[str, str]
    article: int
    event: int
    basket: list[int]


def counts(user: User) -> dict[str, str]:
    return glance(user).counts


def glance(user: User) -> Glance:
    """Return what stands beside every list; asks a single query."""
    mine = own(user)
    rows = [inside(name).values("pk") for name in PARTS] + [*mine.values()]
    last = Event.objects.order_by("-pk").values("pk")[:1]
    # All that hangs on the newest article; where there is none, there is none in any queue.
    asked = Article.objects.values_list(
        *map(_CappedCount, rows), "pk", Subquery(last), Subquery(_keys_in_basket(user))
    )
    found = asked.order_by("-pk").first() or (*repeat(0, len(rows)), 0, 0, "")
    *numbers, article, event, basket = found
    count = dict(zip([*PARTS, *mine], numbers, strict=True))
    sums = {key: sum(count[name] for name in queue.parts) for key, queue in QUEUES.items()}
    sums |= {name: count[name] for name in mine}
    return Glance(
        {name: count_text(number) for name, number in sums.items()},
        article,
        event or 0,
        [int(key) for key in (basket or "").split(",") if key],
    )


def _keys_in_basket(user: User) -> QuerySet[Any, Any]:
    theirs = BasketItem.objects.shown().filter(person=user).order_by().values("person")
    keys = Joined(Cast("article_id", TextField()))
    return theirs.annotate(keys=keys).values("keys")


def own(user: User) -> dict[str, QuerySet[Any, Any]]:
    """Return what the user did today, what is in their basket, and what waits for them; and the
    pairs that wait for anybody."""
    return {
        "acts": today.acts_that_hold(user),
        "basket": BasketItem.objects.shown().filter(person=user).order_by().values("pk"),
        "mentions": Mention.objects.filter(person=user, done=False).order_by().values("pk"),
        "assigned": Article.objects.filter(assigned_to=user).order_by().values("pk"),
        "duplicates": Duplicate.objects.open().order_by().values("pk"),
    }


def count_said(found: Found, least: int = 0, beside: int = 0) -> str:
    """Say how many there are; `least` is how many are known to be, `beside` how many more."""
    count = max(capped_count(found.counted) + beside, least)
    return f"{count:,}+" if found.more and count <= COUNT_CAP else count_text(count)


def count_text(count: int) -> str:
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"


class _CappedCount(Subquery):
    """The number of rows, of which no more than COUNT_CAP + 1 are looked at."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        super().__init__(rows[: COUNT_CAP + 1])
