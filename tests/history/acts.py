"""Edits that keep what they do not name, and the sentence of the newest event."""

from articles.actions import articles, topics
from articles.history.sentences import sentence
from articles.models import Event


def last():
    return Event.objects.first()


def told():
    return sentence(last())


def edit(article, by, **fields):
    current = {
        "title": article.headline,
        "excerpt": article.summary,
        "topics": article.listed_topics,
        "images": [row.image for row in article.article_images.all()],
    }
    return articles.edit(article=article, by=by, version=article.version, **{**current, **fields})


def edit_topic(topic, by, **fields):
    names = ("name", "short_name", "description", "parent", "order", "keywords")
    current = {name: getattr(topic, name) for name in names}
    return topics.edit(topic=topic, by=by, version=topic.version, **{**current, **fields})
