"""Articles that a person has decided on, at a moment of the test's choice."""

from unittest.mock import patch

from articles.actions import articles
from articles.models import Article, Event
from tests.factories import make_article


def decide(action, by, at, *, arrived=None, article=None, **fields):
    """Make an article that arrived then, and have it decided on at `at`."""
    article = article or make_article(**fields)
    if arrived:
        Event.objects.create(
            article=article, action="import", at=arrived, batch=article.batch, before={}
        )
    more = {"quality": action} if isinstance(action, int) else {}
    act = articles.score if more else getattr(articles, action)
    with patch("django.utils.timezone.now", lambda: at):
        return act(article=Article.objects.get(pk=article.pk), by=by, version=1, **more).row
