"""The named queues beside the list, and how many articles are in each.

Every article is in one of them. They come in three groups: it waits, people have decided on it, or
it stands by the rule and no person has looked at it. So the numbers add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import repeat
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from articles.desk.acts import today
from articles.models import Article, Conflict, Place
from articles.models.article import ArticleQuerySet

BORDER = 10  # how far from the threshold a score is still doubtful
COUNT_CAP = 1000
FEW = 1000  # articles that are sorted in no time


@dataclass(frozen=True)
class Queue:
    """`label` stands below its group in the list of queues, `title` above the articles. `parts` are
    the names of the queues that it is made of."""

    name: str
    label: str
    title: str
    parts: tuple[str, ...]

    def narrow(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Keep what is in the queue.

        Few articles are collected and sorted; many are met soon on a walk along the order. Then no
        index is to answer for the queue, or SQLite would rather sort all that it holds.
        """
        if self.parts == PARTS:
            return articles
        found = [_in(part).values_list("pk", flat=True) for part in self.parts]
        keys = list(found[0].union(*found[1:], all=True)[: FEW + 1])
        if len(keys) <= FEW:
            return articles.filter(pk__among=keys)
        return articles.alias(queue=_part()).filter(queue__in=self.parts)


@dataclass(frozen=True)
class Group:
    """`aside` says whose doing it is."""

    whole: Queue
    aside: str
    queues: tuple[Queue, ...]


def _group(name: str, label: str, aside: str, *queues: Queue) -> Group:
    parts = tuple(part for queue in queues for part in queue.parts)
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
    *_placed("rule", "by the rule", (Place.PUBLISHED, Place.HELD, Place.FOLDED)),
)
GROUPS = (WAITING, DECIDED, BY_RULE)
PARTS = tuple(part for group in GROUPS for part in group.whole.parts)
EVERYTHING = Queue("all", "All articles", "All articles", PARTS)
QUEUES = {
    queue.name: queue
    for queue in (*(q for group in GROUPS for q in (group.whole, *group.queues)), EVERYTHING)
}


def named(name: str) -> Queue:
    """Return the queue of that name; for an unknown name, all that waits."""
    return QUEUES.get(name, WAITING.whole)


def counts(user: User) -> dict[str, str]:
    """Return how many each queue holds, as shown, by its name, and under `acts` what the user did
    today; asks a single query."""
    rows = [_in(part).values("pk") for part in PARTS] + [today.acts_that_hold(user)]
    # The numbers hang on a row, whichever; where there is no article, there is none in any queue.
    numbers = Article.objects.values_list(*map(_CappedCount, rows)).order_by("pk").first()
    *held, acts = numbers or repeat(0, len(rows))
    count = dict(zip(PARTS, held, strict=True))
    sums = {name: sum(count[part] for part in queue.parts) for name, queue in QUEUES.items()}
    return {name: count_text(number) for name, number in {**sums, "acts": acts}.items()}


def count_text(count: int) -> str:
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"


class _CappedCount(Subquery):
    """The number of rows, of which no more than COUNT_CAP + 1 are looked at."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        super().__init__(rows[: COUNT_CAP + 1])


def _part() -> Case:
    """Return the name of the part that an article is in, for a walk: the first that fits."""
    low, high = _border()
    return Case(
        When(_in_conflict(), then=Value("conflicts")),
        When(changed_at__isnull=False, then=Value("changed")),
        When(decided=True, then=Concat(Value("decided-"), F("place"))),
        When(quality=None, then=Value("unscored")),
        When(quality__range=(low, high), then=Value("borderline")),
        When(imported_at__gte=_recently(), then=Value("review")),
        default=Concat(Value("rule-"), F("place")),
        output_field=CharField(),
    )


def _in(part: str) -> ArticleQuerySet:
    """Return what is in a part, by conditions that indexes answer: `_part` in other words."""
    articles = Article.objects.order_by()
    if part == "conflicts":
        return articles.filter(_in_conflict())
    if part == "changed":
        return articles.filter(~_in_conflict(), changed_at__isnull=False)
    return articles.filter(~_in_conflict(), _holds(part), changed_at=None)


def _holds(part: str) -> Q:
    # `= False` becomes a bare column, which no index of SQLite answers.
    undecided = Q(decided__in=[False])
    low, high = _border()
    if part == "unscored":
        return undecided & Q(score=-1)
    if part == "borderline":
        return undecided & Q(score__range=(low, high))
    clear = Q(quality__lt=low) | Q(quality__gt=high)
    if part == "review":
        return undecided & Q(place__in=Place.values, imported_at__gte=_recently()) & clear
    group, _, place = part.partition("-")
    if group == "decided":
        return Q(decided__in=[True], place=place)
    return undecided & Q(place=place, imported_at__lt=_recently()) & clear


def _in_conflict() -> Q:
    return Q(pk__in=Conflict.objects.values("article"))


def _border() -> tuple[int, int]:
    threshold = settings.QUALITY_THRESHOLD
    return max(threshold - BORDER, 0), threshold + BORDER


def _recently() -> datetime:
    """Return where the last days begin. It counts when an article came, or came anew: a story of
    last year that is imported today has been seen by nobody."""
    return timezone.now() - timedelta(days=settings.WAITING_DAYS)
