from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.checks import filled, max_length, one_of, within
from articles.models.states import Review, StateBy
from articles.models.topic import Topic

MAX_NAME, MAX_QUERY, MAX_REASON, MAX_POINTS = 80, 500, 300, 1000


class RuleAct(models.TextChoices):
    """What a rule does with the articles that fit its condition."""

    HOLD = "hold", "hold"
    REJECT = "reject", "reject"
    SCORE = "score", "score"
    TOPIC = "topic", "topic"
    ASSIGN = "assign", "give to somebody"


class RuleQuerySet(models.QuerySet["Rule"]):
    def here(self) -> RuleQuerySet:
        """Return those that nobody has removed, in their order."""
        return self.filter(number__isnull=False).order_by("number")

    def running(self) -> RuleQuerySet:
        return self.here().filter(is_on=True).select_related("topic", "person", "made_by")


class Rule(models.Model):
    """What the desk wants done with each article that fits a search, without anybody looking.

    `number` is its place in the order, from 1 on; one that was removed has none, and stays as long
    as articles may stand by it. `problem` says why its condition is not understood any more.
    `weeks` are its hits by week, the running one last, and `month` those of thirty days, as they
    were counted at `counted_at`.
    """

    name = models.CharField(max_length=MAX_NAME)
    query = models.CharField(max_length=MAX_QUERY)
    act = models.CharField(max_length=10, choices=RuleAct.choices)
    reason = models.CharField(max_length=MAX_REASON, blank=True)
    points = models.IntegerField(default=0)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    number = models.PositiveIntegerField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    problem = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    weeks = models.JSONField(default=list, blank=True)
    month = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="rule_name_not_empty"),
            models.CheckConstraint(condition=~Q(query=""), name="rule_query_not_empty"),
            one_of("rule", "act", RuleAct.values),
            within("rule", "points", -MAX_POINTS, MAX_POINTS),
            *max_length("rule", name=MAX_NAME, query=MAX_QUERY, reason=MAX_REASON, problem=300),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> dict[str, Any]:
        """Return how the history calls it, whatever becomes of it."""
        return {"number": self.number, "name": self.name}


class RuleHit(models.Model):
    """That a rule has changed something of an article. An application that is undone has hit
    nothing."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="hits", db_index=False)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            # How many by week; which ones, newest first.
            models.Index(fields=["rule", "-at", "-id"], name="rulehit_of_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.article}"


def ruled_constraints() -> list[models.CheckConstraint]:
    by_desk = Q(state_by=StateBy.DESK)
    return [
        models.CheckConstraint(
            condition=~Q(review=Review.REJECTED) | Q(state_by__in=[StateBy.PERSON, StateBy.DESK]),
            name="article_rejected_by_somebody",
        ),
        models.CheckConstraint(
            condition=Q(state_by=StateBy.DESK, ruled_by__isnull=False)
            | (~by_desk & Q(ruled_by=None)),
            name="article_by_a_rule_of_the_desk",
        ),
    ]


def ruled_index() -> models.Index:
    return filled("article", "ruled_by")  # what a rule holds or rejects, should it be deleted


class Ruled(models.Model):
    """Columns of an article: `ruled_by` holds or rejects it, and `ruled` tells what else rules have
    made of it, and what was there before; see `articles.actions.rules.standing`."""

    ruled_by = models.ForeignKey(
        Rule, models.PROTECT, null=True, blank=True, related_name="articles", db_index=False
    )
    ruled = models.JSONField(null=True, blank=True)

    class Meta:
        abstract = True
