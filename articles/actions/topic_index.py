"""Keeps the rows that file articles under topics, and the thresholds that these give them, in step
with the articles and the topic tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection, transaction

from articles.models import Topic

CHUNK = 1000  # articles a statement: below every database's limit of parameters

# A change of these moves an article in the lists of its topics.
SORTED_BY = {"state", "review", "quality", "heat", "folded_into", "topics", "published_at"}

# Rows for topics that are not listed any more than their sub-topics are.
FORGET_ANCESTORS = """
DELETE FROM articles_articletopic
WHERE position IS NULL AND article_id IN ({articles})
"""

# UNION drops what it has seen before, so the walk ends even if the tree were ever to hold a cycle.
FILE_UNDER_ANCESTORS = """
INSERT INTO articles_articletopic
    (article_id, topic_id, position, public, day, weight, published_at)
WITH RECURSIVE above (topic_id, ancestor_id) AS (
    SELECT id, parent_id FROM articles_topic WHERE parent_id IS NOT NULL
    UNION
    SELECT above.topic_id, topic.parent_id
    FROM above JOIN articles_topic topic ON topic.id = above.ancestor_id
    WHERE topic.parent_id IS NOT NULL
)
SELECT DISTINCT listed.article_id, above.ancestor_id, CAST(NULL AS smallint), listed.public,
    listed.day, listed.weight, listed.published_at
FROM articles_articletopic listed JOIN above ON above.topic_id = listed.topic_id
WHERE listed.article_id IN ({articles})
ON CONFLICT (article_id, topic_id) DO NOTHING
"""

COPY_WHAT_LISTS_SORT_BY = """
UPDATE articles_articletopic
SET public = article.public, day = article.day, weight = article.weight,
    published_at = article.published_at
FROM articles_article article
WHERE article.id = articles_articletopic.article_id
    AND articles_articletopic.position IS NOT NULL
    AND articles_articletopic.article_id IN ({articles})
"""

# What `thresholds` says, for the first topic of each article.
MEASURE = """
WITH RECURSIVE given (topic_id, threshold, threshold_of_id) AS (
    SELECT id, threshold, CASE WHEN threshold IS NOT NULL THEN id END
    FROM articles_topic WHERE parent_id IS NULL
    UNION
    SELECT topic.id, COALESCE(topic.threshold, given.threshold),
        CASE WHEN topic.threshold IS NULL THEN given.threshold_of_id ELSE topic.id END
    FROM given JOIN articles_topic topic ON topic.parent_id = given.topic_id
)
UPDATE articles_article
SET threshold = found.threshold, threshold_of_id = found.threshold_of_id
FROM (
    SELECT article.id, given.threshold, given.threshold_of_id
    FROM articles_article article
    LEFT JOIN articles_articletopic listed ON listed.article_id = article.id
        AND listed.position = (
            SELECT MIN(other.position) FROM articles_articletopic other
            WHERE other.article_id = article.id
        )
    LEFT JOIN given ON given.topic_id = listed.topic_id
    WHERE article.id IN ({articles})
) found
WHERE found.id = articles_article.id AND (
    COALESCE(articles_article.threshold, -1) <> COALESCE(found.threshold, -1)
    OR COALESCE(articles_article.threshold_of_id, -1) <> COALESCE(found.threshold_of_id, -1)
)
"""


class Given(NamedTuple):
    """A threshold and the topic that gives it; no topic does where it is the site's."""

    threshold: int | None = None
    topic: int | None = None


def reindex(articles: Iterable[int]) -> None:
    """Rewrite the copies in the listed rows, rebuild the rows of topics above them, and set the
    thresholds.

    `articles` are primary keys. Four statements for each thousand of them.
    """
    statements = (FORGET_ANCESTORS, COPY_WHAT_LISTS_SORT_BY, FILE_UNDER_ANCESTORS, MEASURE)
    _execute(statements, list(articles))


def measure(articles: Iterable[int]) -> None:
    """Set the thresholds alone, where no topic has moved."""
    _execute((MEASURE,), list(articles))


def thresholds() -> dict[int, Given]:
    """Return what holds for articles whose first topic it is: a topic's own threshold, else that of
    the nearest above it."""
    own = dict(Topic.objects.with_threshold().values_list("pk", "threshold"))
    parents = tree() if own else {}
    givers = {key: next((k for k in chain(parents, key) if k in own), None) for key in parents}
    return {key: Given(own.get(giver), giver) for key, giver in givers.items() if giver}


def above() -> dict[int, list[int]]:
    """Return the keys of the topics above each topic, the next one first: an article that lists a
    topic is filed under these as well."""
    parents = tree()
    return {key: chain(parents, parent) for key, parent in parents.items()}


def tree() -> dict[int, int | None]:
    return dict(Topic.objects.values_list("pk", "parent_id"))


def chain(parents: dict[int, int | None], pk: int | None) -> list[int]:
    """Return the topic and all above it; ends even if the rows were ever to hold a cycle."""
    line: list[int] = []
    while pk is not None and pk not in line:
        line.append(pk)
        pk = parents[pk]
    return line


def _execute(statements: Sequence[str], keys: list[int]) -> None:
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            places = ", ".join(["%s"] * len(chunk))
            for statement in statements:
                cursor.execute(statement.format(articles=places), chunk)
