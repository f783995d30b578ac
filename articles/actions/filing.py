"""Keeps the rows that file articles under topics in step with the articles and the topic tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

CHUNK = 1000  # articles a statement: below every database's limit of parameters

# Rows for topics that are not listed any more than their sub-topics are.
FORGET_ANCESTORS = """
DELETE FROM articles_articletopic
WHERE position IS NULL AND article_id IN ({articles})
"""

# UNION drops what it has seen before, so the walk ends even if the tree were ever to hold a cycle.
FILE_UNDER_ANCESTORS = """
INSERT INTO articles_articletopic
    (article_id, topic_id, position, public, day, weight, published_at)
WITH RECURSIVE above (article_id, topic_id) AS (
    SELECT listed.article_id, topic.parent_id
    FROM articles_articletopic listed JOIN articles_topic topic ON topic.id = listed.topic_id
    WHERE listed.article_id IN ({articles}) AND topic.parent_id IS NOT NULL
    UNION
    SELECT above.article_id, topic.parent_id
    FROM above JOIN articles_topic topic ON topic.id = above.topic_id
    WHERE topic.parent_id IS NOT NULL
)
SELECT article.id, above.topic_id, NULL, article.public, article.day, article.weight,
    article.published_at
FROM above JOIN articles_article article ON article.id = above.article_id
WHERE NOT EXISTS (
    SELECT 1 FROM articles_articletopic listed
    WHERE listed.article_id = above.article_id AND listed.topic_id = above.topic_id
)
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


def refile(articles: Iterable[int]) -> None:
    """Rewrite the copies in the listed rows, and rebuild the rows of topics above them.

    `articles` are primary keys. Three statements for each thousand of them.
    """
    _execute((FORGET_ANCESTORS, FILE_UNDER_ANCESTORS, COPY_WHAT_LISTS_SORT_BY), list(articles))


def file_new(articles: Iterable[int]) -> None:
    """Add the rows of topics above for articles that have none yet; their listed rows are right."""
    _execute((FILE_UNDER_ANCESTORS,), list(articles))


def _execute(statements: Sequence[str], keys: list[int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            places = ", ".join(["%s"] * len(chunk))
            for statement in statements:
                cursor.execute(statement.format(articles=places), chunk)
