"""The topic tree as choices of a select: every topic under its parent, indented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from articles.models import Topic

INDENT = "\u2003"  # an em space: browsers fold ordinary ones


def tree() -> list[tuple[Topic, int]]:
    """Return all topics with their depth, parents before their children, in the editors' order."""
    children: defaultdict[int | None, list[Topic]] = defaultdict(list)
    for topic in Topic.objects.all():
        children[topic.parent_id].append(topic)
    return list(_walk(children, None, 0))


def choices(key: str) -> list[tuple[object, str]]:
    return [(getattr(topic, key), INDENT * depth + topic.name) for topic, depth in tree()]


def _walk(
    children: dict[int | None, list[Topic]], parent: int | None, depth: int
) -> Iterator[tuple[Topic, int]]:
    for topic in children[parent]:
        yield topic, depth
        yield from _walk(children, topic.pk, depth + 1)
