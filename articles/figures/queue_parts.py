"""Which part of the desk's queue an article is in: each is in exactly one."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from articles.models import (
    BEING_UNDONE,
    Article,
    Event,
    ImportBatch,
    Place,
    Review,
    State,
    StateBy,
)
from articles.models.article import ArticleQuerySet
from articles.query.conditions import (
    BORDER,
    NEAR,
    away,
    in_conflict,
    indexed,
    of_muted,
    reach,
    threshold,
)
from articles.site import choices

WAITING = ("review", "borderline", "unscored", "conflicts", "changed")


def part() -> Case:
    """Return the name of the part that an article is in, for a walk: the first that fits."""
    return Case(
        When(_asks() & of_muted(), then=Value("muted")),
        When(in_conflict(), then=Value("conflicts")),
        When(changed_at__isnull=False, then=Value("changed")),
        When(_by_desk(), then=Value("rule-rejected")),
        When(decided=True, then=Concat(Value("decided-"), F("place"))),
        When(_withdrawn(), then=Value("withdrawn")),
        When(quality=None, then=Value("unscored")),
        When(away(*NEAR), then=Value("borderline")),
        When(imported_at__gte=_recently(), then=Value("review")),
        default=Concat(Value("rule-"), F("place")),
        output_field=CharField(),
    )


def part_of(article: Article, *, in_conflict: bool, is_muted: bool, went: bool = False) -> str:
    """Return what `part` says, for values that no row has any more; `went` tells whether the import
    that the article belongs to is undone."""
    is_decided = article.review != Review.UNREVIEWED or article.folded_into_id is not None
    is_withdrawn = went and article.state == State.UNPUBLISHED
    if in_conflict or article.changed_at:
        return "muted" if is_muted else "conflicts" if in_conflict else "changed"
    if is_decided:
        by_desk = article.state_by == StateBy.DESK and article.review == Review.REJECTED
        return "rule-rejected" if by_desk else f"decided-{_place(article)}"
    if is_withdrawn or is_muted:
        return "withdrawn" if is_withdrawn else "muted"
    if article.quality is None:
        return "unscored"
    if abs(article.quality - choices.threshold(article.threshold)) <= BORDER:
        return "borderline"
    return "review" if article.imported_at >= _recently() else f"rule-{_place(article)}"


def _place(article: Article) -> Place:
    if article.review == Review.REJECTED:
        return Place.REJECTED
    if article.is_folded:
        return Place.FOLDED
    return Place.HELD if article.state == State.UNPUBLISHED else Place.PUBLISHED


def inside(part: str) -> ArticleQuerySet:
    """Return what is in a part, by conditions that indexes answer: `part` in other words."""
    articles = Article.objects.order_by()
    if part == "muted":
        return articles.filter(_asks(), of_muted())
    if part == "conflicts":
        return articles.filter(in_conflict(), ~of_muted())
    if part == "changed":
        return articles.filter(~in_conflict(), ~of_muted(), changed_at__isnull=False)
    return articles.filter(~in_conflict(), _holds(part), changed_at=None)


def at_the_end(part: str) -> Q:
    """Return what else is true of all in a part that stands far down in an order, in the words of
    an index that begins there. In other orders, it tempts SQLite to sort none of them."""
    _, _, place = part.partition("-")
    if part == "borderline":
        return Q(score__lte=reach(*NEAR)[1]) & away(*NEAR)
    if part == "unscored":
        return Q(quality=None)
    if place == Place.FOLDED:
        return Q(place=place)
    if place == Place.REJECTED:
        return Q(review=Review.REJECTED)
    return Q(state=State.UNPUBLISHED) if place == Place.HELD else Q()


def dated() -> Hashable:
    """Return what these conditions hang on, other than rows: they say the same for a minute."""
    return _minute(), choices.threshold(), settings.WAITING_DAYS


def _asks() -> Q:
    """Return the condition on what no person has decided, or would have to decide anew."""
    return _undecided() | Q(changed_at__isnull=False) | in_conflict()


def _holds(part: str) -> Q:
    group, _, place = part.partition("-")
    if part == "rule-rejected":
        return _by_desk()
    if part == "decided-rejected":
        return Q(decided__in=[True], place=place) & ~Q(state_by=StateBy.DESK)
    if group == "decided":
        return Q(decided__in=[True], place=place)
    if part == "withdrawn":
        return Q(decided=False) & _withdrawn()  # the few batches are to answer, not `decided`
    undecided = _undecided() & ~of_muted()
    if part == "unscored":
        return undecided & Q(quality=None)
    if part == "borderline":
        return undecided & indexed(*NEAR, decided=[False])
    clear = Q(quality__lt=threshold() - BORDER) | Q(quality__gt=threshold() + BORDER)
    if part == "review":
        return undecided & Q(place__in=Place.values, imported_at__gte=_recently()) & clear
    return undecided & Q(place=place, imported_at__lt=_recently()) & clear


def _undecided() -> Q:
    # `= False` becomes a bare column, which no index of SQLite answers.
    return Q(decided__in=[False]) & ~_withdrawn()


def _by_desk() -> Q:
    """Return the condition on what a rule of the desk rejects: nobody has decided, nor needs to."""
    return Q(review=Review.REJECTED, state_by=StateBy.DESK)


def _withdrawn() -> Q:
    """Return the condition on what went with its import, and has not come with another since:
    there is nothing to decide."""
    undone = ImportBatch.objects.order_by().filter(state__in=BEING_UNDONE).values("pk")
    arrivals = Event.objects.order_by().withdrawals().filter(article=OuterRef("pk"))
    return Q(Exists(arrivals), state=State.UNPUBLISHED, batch__in=undone)


def _recently() -> datetime:
    """Return where the last days begin. It counts when an article came, or came anew: a story of
    last year that is imported today has been seen by nobody."""
    return _minute() - timedelta(days=settings.WAITING_DAYS)


def _minute() -> datetime:
    """Return the end of the running minute."""
    return timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
