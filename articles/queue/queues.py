"""The named queues beside the list, and how many articles are in each.

Every article is in one of them. They come in three groups: it waits, people have decided on it, or
it stands by the rule and no person has looked at it. So the numbers add up. What moves now cuts
across them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any

from django.contrib.auth.models import User
from django.db.models import IntegerField, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from articles import paging
from articles.figures.queue_parts import at_the_end, dated, inside, part
from articles.history import today
from articles.models import Article, BasketItem, Event, Mention, MovingStory, Place
from articles.models.article import ArticleQuerySet
from articles.models.lookups import Joined
from articles.paging import COUNT_CAP, capped_count
from articles.query.compile import Found
from articles.query.conditions import BORDER
from articles.query.written import Written, written

OWN = ("acts", "basket", "mentions", "assigned")  # what `own` counts
WRITTEN = 200  # queries that are remembered: a minute's, of all who work at the desk


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

    def articles(self) -> ArticleQuerySet:
        """Return what is in the queue.

        Few articles are collected and sorted; many are met soon on a walk along the order. Then no
        index is to answer for the queue, or SQLite would rather sort all that it holds.
        """
        if self.parts == PARTS:
            return Article.objects.all()
        keys = [key for (key,) in _keys_in(self.parts, max(paging.FEW, 0) + 1, dated()).rows()]
        if len(keys) <= paging.FEW:
            return Article.objects.filter(pk__among=keys)
        return _walked(self, dated()).all()

    def walked(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Keep what is in the queue of these articles, by looking at each."""
        return articles.alias(queue=part()).filter(queue__in=self.parts)


class Moving(Queue):
    """Stories to which sources come just now, wherever they stand."""

    def articles(self) -> ArticleQuerySet:
        return self.walked(Article.objects.all())

    def walked(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        return articles.filter(pk__in=_moving())

    @staticmethod
    def ordered(articles: ArticleQuerySet) -> ArticleQuerySet:
        """Put those first to which most came: a page, no more are kept."""
        return articles.order_by("-moving__came", "-pk")


def _moving() -> QuerySet[Any, Any]:
    return MovingStory.objects.now().order_by().values("pk")


def moving_hours() -> int | None:
    """Return within how many hours sources came to what moves; None where nothing does."""
    return MovingStory.objects.now().values_list("hours", flat=True).first()


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
MOVING = Moving("moving", "Moving now", "Moving now", PARTS)
EVERYTHING = Queue("all", "All articles", "All articles", PARTS)
QUEUES = {
    queue.name: queue
    for queue in (
        *(q for group in GROUPS for q in (group.whole, *group.queues)),
        MOVING,
        EVERYTHING,
    )
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
    names = [*PARTS, *OWN, MOVING.name]
    nothing = (*repeat(0, len(names)), 0, 0, "")
    found = _beside_lists(user, COUNT_CAP + 1, dated()).rows() or [nothing]
    *numbers, article, event, basket = found[0]
    count = dict(zip(names, numbers, strict=True))
    sums = {key: sum(count[name] for name in queue.parts) for key, queue in QUEUES.items()}
    sums |= {name: count[name] for name in (*OWN, MOVING.name)}
    return Glance(
        {name: count_text(number) for name, number in sums.items()},
        article,
        event or 0,
        [int(key) for key in (basket or "").split(",") if key],
    )


@lru_cache(maxsize=WRITTEN)
def _walked(queue: Queue, dated: Hashable) -> ArticleQuerySet:
    """Return what is in the queue, which nobody has asked for yet."""
    articles = Article.objects.all()
    if len(queue.parts) == 1:
        articles = articles.filter(at_the_end(*queue.parts))
    return queue.walked(articles)


@lru_cache(maxsize=WRITTEN)
def _keys_in(parts: tuple[str, ...], most: int, dated: Hashable) -> Written:
    """Return the query for the keys of so many articles in these parts."""
    found = [inside(name).values_list("pk", flat=True) for name in parts]
    return written(found[0].union(*found[1:], all=True).order_by()[:most])


@lru_cache(maxsize=WRITTEN)
def _beside_lists(user: User, most: int, dated: Hashable) -> Written:
    """Return the query for how many there are, at most so many each. All of it hangs on the newest
    article: where there is none, there is none in any queue."""
    rows = [*(inside(name).values("pk") for name in PARTS), *own(user).values(), _moving()]
    last = Event.objects.order_by("-pk").values("pk")[:1]
    asked = Article.objects.values_list(
        *(_CappedCount(some[:most]) for some in rows),
        "pk",
        Subquery(last),
        Subquery(_keys_in_basket(user)),
    )
    return written(asked.order_by("-pk")[:1])


def _keys_in_basket(user: User) -> QuerySet[Any, Any]:
    theirs = BasketItem.objects.shown().filter(person=user).order_by().values("person")
    keys = Joined(Cast("article_id", TextField()))
    return theirs.annotate(keys=keys).values("keys")


def own(user: User) -> dict[str, QuerySet[Any, Any]]:
    """Return what the user did today, what is in their basket, and what waits for them."""
    return {
        "acts": today.acts_that_hold(user),
        "basket": BasketItem.objects.shown().filter(person=user).order_by().values("pk"),
        "mentions": Mention.objects.filter(person=user, done=False).order_by().values("pk"),
        "assigned": Article.objects.filter(assigned_to=user).order_by().values("pk"),
    }


def count_said(found: Found, least: int = 0, beside: int = 0) -> str:
    """Say how many there are; `least` is how many are known to be, `beside` how many more."""
    count = max(capped_count(found.counted) + beside, least)
    return f"{count:,}+" if found.more and count <= COUNT_CAP else count_text(count)


def count_text(count: int) -> str:
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"


class _CappedCount(Subquery):
    """How many rows there are among the first few."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
