from __future__ import annotations

from django.db import models

from articles.models.article import Article
from articles.models.checks import within
from articles.models.event import Event
from articles.models.provider import Provider


class ScoreModel(models.Model):
    """What scores were made of when it was learned; the newest one suggests.

    `effects` are [kind, value, points] of each feature, `errors` how far off most suggestions were,
    by a provider's domain, and under "" for all others.
    """

    learned_at = models.DateTimeField()
    examples = models.PositiveIntegerField()
    base = models.FloatField()
    effects = models.JSONField()
    errors = models.JSONField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"model {self.pk}"


class Suggested(models.Model):
    """A score that a model suggests, and how far off it usually is there."""

    model = models.ForeignKey(ScoreModel, models.PROTECT, related_name="+")
    score = models.PositiveIntegerField()
    usually_within = models.PositiveIntegerField()

    class Meta:
        abstract = True


class ScoreSuggestion(Suggested):
    """The score that is suggested for an article. `reasons` are [kind, value, points], the most
    telling first."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="score_suggestion"
    )
    reasons = models.JSONField()

    class Meta:
        constraints = [within("scoresuggestion", "score", 0, 10_000)]

    def __str__(self) -> str:
        return f"{self.score} for article {self.article_id}"


class ScoreComparison(Suggested):
    """A score that was suggested beside the one that a person gave, in the act that gave it.
    `machine` is the score that it had before, where a machine had given that. The provider is that
    of its article, for pages that look at no articles."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="+")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    given = models.PositiveIntegerField()
    machine = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [within("scorecomparison", "given", 0, 10_000)]

    def __str__(self) -> str:
        return f"{self.score} suggested, {self.given} given"
