"""A site that holds a pool, indexed, and what is suggested there to the graded stories."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from time import process_time, thread_time

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import rows
from articles.judgement import indexing, related
from articles.judgement.related import Likely, Text
from articles.judgement.suggestion import Suggestion
from articles.models import Article, ImportBatch, Provider
from tests.benchmarks.judge_pool import Piece, pool
from tests.benchmarks.report import say

ASKED = 300  # articles by which the time of a query is measured
TABLES = ("posting", "indexed", "knownword", "unindexed")
COLUMNS = (
    *("id", "path", "slug", "canonical_url", "web_url", "title", "excerpt", "published_at", "day"),
    *("provider_id", "batch_id", "imported_at"),
)


def work(folder: Path) -> None:
    """Print as JSON what was found for each story, and what that took."""
    made = pool(int(os.environ["COUNT"]))
    _fill(made.pieces)
    started = process_time()
    indexing.index_all()
    indexed = process_time() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # PostgreSQL does so by itself, some time later
    asked = [_asked(made.pieces, story.place) for story in made.stories]
    answer = {
        "found": [_places(related.ranked(one)) for one in asked],
        "shown": [_places(related.suggested(one)) for one in asked],
        "milliseconds": _times(made.pieces),
        "insert": indexed / len(made.pieces) * 1000,
        "bytes": _size(),
    }
    say(json.dumps(answer))


def _places(found: Iterable[Likely | Suggestion]) -> list[int]:
    return [one.article - 1 for one in found]


def _fill(pieces: list[Piece]) -> None:
    provider = Provider.objects.create(domain="pool.example", name="Pool")
    batch = ImportBatch.objects.create(started_at=timezone.now())
    with transaction.atomic():
        rows.insert(
            Article,
            COLUMNS,
            [
                (
                    *(key, f"_news/{key}.md", f"{key}", f"https://pool.example/{key}"),
                    *(f"https://pool.example/{key}", piece.title, piece.excerpt, piece.when),
                    *(piece.when.astimezone(UTC).date(), provider.pk, batch.pk, batch.started_at),
                )
                for key, piece in enumerate(pieces, 1)
            ],
        )
        indexing.note(range(1, len(pieces) + 1))


def _asked(pieces: list[Piece], place: int) -> Text:
    piece = pieces[place]
    return Text(piece.title, piece.excerpt, piece.when, place + 1)


def _times(pieces: list[Piece]) -> list[float]:
    """Return the milliseconds of processor that suggestions took, PostgreSQL's own with them."""
    times = []
    for place in random.Random(1).sample(range(len(pieces)), ASKED):
        asked = _asked(pieces, place)
        started = thread_time()
        related.suggested(asked)
        times.append((thread_time() - started) * 1000 + _elsewhere(asked))
    return times


def _elsewhere(asked: Text) -> float:
    """Return the milliseconds that the database's own process takes for it, where it has one."""
    if connection.vendor != "postgresql":
        return 0
    with CaptureQueriesContext(connection) as captured:
        related.suggested(asked)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {captured[0]['sql']}")
        ((plan,),) = cursor.fetchone()
    return float(plan["Planning Time"] + plan["Execution Time"])


def _size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sizes = " + ".join(f"pg_total_relation_size('articles_{name}')" for name in TABLES)
            cursor.execute(f"SELECT {sizes}")
            return int(cursor.fetchone()[0])
        before = _pragma(cursor, "freelist_count")
        for name in TABLES:
            cursor.execute(f"DELETE FROM articles_{name}")  # noqa: S608
        return (_pragma(cursor, "freelist_count") - before) * _pragma(cursor, "page_size")


def _pragma(cursor: CursorWrapper, name: str) -> int:
    cursor.execute(f"PRAGMA {name}")
    return int(cursor.fetchone()[0])
