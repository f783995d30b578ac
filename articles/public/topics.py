"""Topics as readers meet them: one by its address, where it stands, and all as a tree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from articles.models import Topic, TopicRedirect

DEEPEST = 10  # levels that are walked up: more than any tree has


@dataclass(frozen=True)
class Branch:
    topic: Topic
    branches: list[Branch]


def by_slug(slug: str) -> Topic | None:
    return Topic.objects.select_related("parent__parent__parent").filter(slug=slug).first()


def moved(slug: str) -> Topic | None:
    """The topic that once had this slug."""
    redirect = TopicRedirect.objects.select_related("topic").filter(slug=slug).first()
    return redirect.topic if redirect else None


def ancestors(topic: Topic) -> list[Topic]:
    """From the root down to the topic's parent."""
    above: list[Topic] = []
    parent = topic.parent
    while parent is not None and len(above) < DEEPEST:
        above.insert(0, parent)
        parent = parent.parent
    return above


def tree() -> list[Branch]:
    """All topics, in their order, under their parents."""
    children: dict[int | None, list[Topic]] = defaultdict(list)
    for topic in Topic.objects.defer("keywords"):
        children[topic.parent_id].append(topic)

    def grow(parent: int | None) -> list[Branch]:
        return [Branch(topic, grow(topic.pk)) for topic in children[parent]]

    return grow(None)
