"""Suggests scores: one row for an article, made anew when its words or the model change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection, transaction

from articles import rows
from articles.judgement.scores import model
from articles.judgement.scores.features import Feature, features_of
from articles.judgement.scores.model import Model
from articles.judgement.scores.stories import stories
from articles.models import Event, ScoreComparison, ScoreModel, ScoreSuggestion

COLUMNS = ("article_id", "model_id", "score", "usually_within", "reasons")
REASONS = 4  # that are kept, the most telling


@transaction.atomic
def refresh(articles: Sequence[int]) -> None:
    """Suggest scores for these articles, by their keys; none where nothing is known."""
    newest = ScoreModel.objects.values_list("pk", flat=True).first()
    if newest is None:
        return
    learned, found = _model(newest), list[tuple[object, ...]]()
    for pk, story in stories(articles):
        suggestion = model.suggest(learned, features_of(story))
        if suggestion:
            reasons = [[*feature, points] for feature, points in suggestion.reasons[:REASONS]]
            found.append((pk, newest, suggestion.score, suggestion.usually_within, reasons))
    ScoreSuggestion.objects.filter(article__among=list(articles))._raw_delete(connection.alias)
    rows.insert(ScoreSuggestion, COLUMNS, found)


def compare(event: Event, given: int | None) -> None:
    """Note a score that a person gave beside the one that was suggested, if one was."""
    suggested = ScoreSuggestion.objects.filter(article=event.article_id).first()
    if suggested is None or given is None or event.article is None:
        return
    by_machine = "quality" in event.before and not _was_scored(event)
    ScoreComparison.objects.create(
        event=event,
        provider_id=event.article.provider_id,
        model_id=suggested.model_id,
        score=suggested.score,
        usually_within=suggested.usually_within,
        given=given,
        machine=event.before["quality"] if by_machine else None,
    )


def _was_scored(event: Event) -> bool:
    """Return whether a person had scored it before."""
    before = Event.objects.by_hand().filter(article=event.article_id, pk__lt=event.pk)
    return before.filter(action="score", undone=False).exists()


@lru_cache(maxsize=2)
def _model(pk: int) -> Model:
    row = ScoreModel.objects.get(pk=pk)
    effects = {Feature(kind, value): points for kind, value, points in row.effects}
    return Model(row.base, effects, row.errors)
