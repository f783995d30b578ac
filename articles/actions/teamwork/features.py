"""An article on top of a topic's page until a time; then it ends by itself."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.auth.models import User

from articles.actions import lists
from articles.actions.change import Done, change, current
from articles.actions.errors import Refused
from articles.actions.lists import Snapshot
from articles.actions.teamwork.schedule import refuse_unless_ahead
from articles.models import Article, Feature, Topic

MOST = 3  # articles on top of a topic at once


def feature(
    *,
    article: Article | int,
    by: User,
    version: int,
    topic: Topic,
    until: datetime,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    """Have readers of the topic see it first until then; once more, and it is until another time.

    What readers do not see yet may be put there as well: it shows once they do.
    """
    row = current(article)
    refuse_unless_ahead(until)
    if not row.article_topics.filter(topic=topic).exists():
        raise Refused(f"It is not filed under “{topic.name}”: list that topic first.")
    others = Feature.objects.holding().filter(topic=topic).exclude(article=row)
    if others.count() >= MOST:
        raise Refused(f"{MOST} articles are on top of “{topic.name}” already: take one off first.")
    place = {"topic": topic.name, "until": until.isoformat(), "by": by.pk}
    to = {"features": [*_elsewhere(row, topic), place]}
    return change(article=row, by=by, version=version, action="feature", to=to, group=group)


def unfeature(
    *,
    article: Article | int,
    by: User,
    version: int,
    topic: Topic,
    group: uuid.UUID | None = None,
) -> Done[Article]:
    row = current(article)
    to = {"features": _elsewhere(row, topic)}
    return change(article=row, by=by, version=version, action="unfeature", to=to, group=group)


def _elsewhere(article: Article, topic: Topic) -> list[Snapshot]:
    return [place for place in lists.features(article) if place["topic"] != topic.name]
