"""Keeps the rows that file articles under topics in step with the articles and the topic tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def reindex(articles: Iterable[int]) -> None:
    """Rewrite the copies in the listed rows, and rebuild the rows of topics above them.

    `articles` are primary keys. Three statements for each thousand of them.
    """
    _execute((FORGET_ANCESTORS, COPY_WHAT_LISTS_SORT_BY, FILE_UNDER_ANCESTORS), list(articles))


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
