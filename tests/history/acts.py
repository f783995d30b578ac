"""Edits that keep what they do not name, and the newest event with its sentence."""

from articles.actions import articles, topics
from articles.history.sentences import sentence
from articles.models import Event


def last_event():
    return Event.objects.first()


def last_sentence():
    return sentence(last_event())


def edit(article, by, **fields):
    current = {
        "title": article.headline,
        "excerpt": article.summary,
        "topics": article.listed_topics,
        "images": [row.image for row in article.article_images.all()],
    }
    return articles.edit(article=article, by=by, version=article.version, **{**current, **fields})


def edit_topic(topic, by, **fields):
    names = (
        *("version", "name", "short_name", "description", "parent", "order", "keywords"),
        "threshold",
    )
    current = {name: getattr(topic, name) for name in names}
    return topics.edit(topic=topic, by=by, **{**current, **fields})
