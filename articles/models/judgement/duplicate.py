from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from articles.models.article import Article
from articles.models.batch import BEING_UNDONE
from articles.models.checks import filled, index_where, max_length
from articles.models.judgement.refusal import Refusal
from articles.models.states import Review, State, StateBy

IS_OPEN = Q(settled_at=None)


def left_out() -> Q:
    """Return which articles are offered as nobody's copy: what is merged, rejected, or withdrawn
    with its import."""
    is_withdrawn = Q(
        state=State.UNPUBLISHED, state_by=StateBy.IMPORT, batch__state__in=BEING_UNDONE
    )
    return Q(merged_into__isnull=False) | Q(review=Review.REJECTED) | is_withdrawn


def _is_settled() -> Q:
    here = Article.objects.order_by().filter(left_out())
    refused = Refusal.objects.filter(one=OuterRef("one"), other=OuterRef("other"))
    one, other = (Exists(here.filter(pk=OuterRef(side))) for side in ("one", "other"))
    return Q(Exists(refused)) | Q(one) | Q(other)


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def open(self) -> DuplicateQuerySet:
        return self.filter(IS_OPEN)

    def of(self, articles: Sequence[int]) -> DuplicateQuerySet:
        # Not `among`: PostgreSQL would read the whole table for it.
        return self.filter(Q(one__in=articles) | Q(other__in=articles))

    def settle(self, now: datetime) -> None:
        """Note which of these are settled, and which are so no more."""
        since = Coalesce(F("settled_at"), Value(now))
        self.update(settled_at=Case(When(_is_settled(), then=since), default=None))


class Duplicate(models.Model):
    """Two articles that seem to be the same story, with the reason in words and the version of the
    rule that found them. `one` is the one with the smaller key, so that a pair is here once.

    It is settled where an editor merged them or said that they are two, and where one of them is
    merged elsewhere, rejected or withdrawn. `settled_at` is kept by whoever changes any of that, so
    that a list of open pairs never walks past those of years.
    """

    one = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Article, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200)
    rule = models.CharField(max_length=30)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="duplicate_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="duplicate_in_order"),
            *max_length("duplicate", reason=200, rule=30),
        ]
        indexes = [
            index_where("duplicate_open", IS_OPEN, "-id"),  # what waits, the newest first
            filled("duplicate", "settled_at"),  # what was settled lately
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"


class Unpaired(models.Model):
    """An article whose words are indexed and of which nobody has looked yet whether it is here
    twice: the worker's next."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="unpaired"
    )

    def __str__(self) -> str:
        return str(self.article_id)
