"""The topic tree as choices of a select: every topic under its parent, indented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from articles.models import Topic

Tree: TypeAlias = list[tuple[Topic, int]]  # topics with their depth
INDENT = "\u2003"  # an em space: browsers fold ordinary ones


def tree() -> Tree:
    """Return all topics with their depth, parents before their children, in the editors' order."""
    children: defaultdict[int | None, list[Topic]] = defaultdict(list)
    for topic in Topic.objects.all():
        children[topic.parent_id].append(topic)
    return list(_walk(children, None, 0))


def choices(key: str) -> list[tuple[object, str]]:
    return [(getattr(topic, key), name) for topic, name in indented(tree())]


def indented(tree: Tree) -> list[tuple[Topic, str]]:
    return [(topic, INDENT * depth + topic.name) for topic, depth in tree]


def with_those_above(topics: Iterable[Topic], tree: Tree) -> list[Topic]:
    """Return these topics and all above them, in the order of the tree."""
    parents = {topic.pk: topic.parent_id for topic, _ in tree}
    keys = set[int]()
    for topic in topics:
        key: int | None = topic.pk
        while key is not None:
            keys.add(key)
            key = parents.get(key)
    return [topic for topic, _ in tree if topic.pk in keys]


def _walk(
    children: dict[int | None, list[Topic]], parent: int | None, depth: int
) -> Iterator[tuple[Topic, int]]:
    for topic in children[parent]:
        yield topic, depth
        yield from _walk(children, topic.pk, depth + 1)
