"""The named queues beside the list, and how many articles wait in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat

from django.conf import settings
from django.db.models import IntegerField, Subquery

from articles.models import FOLDED, Article, Conflict, Review, State
from articles.models.article import ArticleQuerySet

BORDER = 10  # how far from the threshold a score is still doubtful
COUNT_CAP = 1000


Narrow = Callable[[ArticleQuerySet], ArticleQuerySet]


@dataclass(frozen=True)
class Queue:
    """`narrow` serves the list. `counted` says the same in a way that is quicker to count."""

    name: str
    label: str
    narrow: Narrow
    counted: Narrow | None = None


def _review(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(review=Review.UNREVIEWED)


def _borderline(articles: ArticleQuerySet) -> ArticleQuerySet:
    threshold = settings.QUALITY_THRESHOLD
    near = (threshold - BORDER, threshold + BORDER)
    return articles.filter(review=Review.UNREVIEWED, score__range=near)


def _unscored(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(score=-1)


def _conflicts(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(pk__in=Conflict.objects.values("article"))


# Lists walk an order's index until a page is full. SQLite would rather collect by these columns and
# sort what it found, so the lists ask in a way that no index of theirs answers; counts do use them.
def _published(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(public=True).exclude(weight=FOLDED)


def _published_counted(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(public__in=[True], weight__gt=FOLDED)


def _held(articles: ArticleQuerySet) -> ArticleQuerySet:
    return _only_held(articles.filter(public=False).exclude(weight=FOLDED))


def _held_counted(articles: ArticleQuerySet) -> ArticleQuerySet:
    return _only_held(articles.filter(public__in=[False], weight__gt=FOLDED))


def _only_held(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(state=State.UNPUBLISHED).exclude(review=Review.REJECTED)


def _folded(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(weight=FOLDED)


def _rejected(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(review=Review.REJECTED)


WAITING = (
    Queue("review", "Needs review", _review),
    Queue("borderline", "Borderline", _borderline),
    Queue("unscored", "Unscored", _unscored),
    Queue("conflicts", "Conflicts", _conflicts),
)
DECIDED = (
    Queue("published", "Published", _published, _published_counted),
    Queue("held", "Held", _held, _held_counted),
    Queue("folded", "Folded", _folded),
    Queue("rejected", "Rejected", _rejected),
)
EVERYTHING = Queue("all", "All articles", lambda articles: articles)
QUEUES = {queue.name: queue for queue in (*WAITING, *DECIDED, EVERYTHING)}


def named(name: str) -> Queue:
    """Return the queue of that name; for an unknown name, what waits for review."""
    return QUEUES.get(name, QUEUES["review"])


def counts() -> dict[str, str]:
    """Return how many each queue holds, as shown, by its name; asks a single query."""
    queues = (*WAITING, *DECIDED)
    # The numbers hang on a row, whichever; where there is no article, none waits anywhere.
    numbers = Article.objects.values_list(*map(_CappedCount, queues)).order_by("pk").first()
    return {
        queue.name: count_text(n) for queue, n in zip(queues, numbers or repeat(0), strict=False)
    }


class _CappedCount(Subquery):
    """The number of rows in a queue, of which no more than COUNT_CAP + 1 are looked at."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, queue: Queue) -> None:
        rows = (queue.counted or queue.narrow)(Article.objects.order_by())
        super().__init__(rows.values("pk")[: COUNT_CAP + 1])


def count_text(count: int) -> str:
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"
