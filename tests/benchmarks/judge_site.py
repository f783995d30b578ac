"""A site that holds a pool, indexed, and what is suggested there to the graded stories."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from time import perf_counter, process_time, thread_time

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from articles import rows
from articles.judgement import indexing, related
from articles.judgement.related import Likely, Suggestion, Text
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
    """Return the milliseconds of processor that suggestions took; on PostgreSQL, where the server
    has one of its own, what its waiting took with them."""
    clock = perf_counter if connection.vendor == "postgresql" else thread_time
    times = []
    for place in random.Random(1).sample(range(len(pieces)), ASKED):
        asked = _asked(pieces, place)
        started = clock()
        related.suggested(asked)
        times.append((clock() - started) * 1000)
    return times


def _size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sizes = " + ".join(f"pg_total_relation_size('articles_{name}')" for name in TABLES)
            cursor.execute(f"SELECT {sizes}")
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA page_size")
        page = cursor.fetchone()[0]
        before = _pages(cursor)
        for name in TABLES:
            cursor.execute(f"DELETE FROM articles_{name}")
        cursor.execute("VACUUM")
        return (before - _pages(cursor)) * page


def _pages(cursor: CursorWrapper) -> int:
    cursor.execute("PRAGMA page_count")
    pages = cursor.fetchone()[0]
    cursor.execute("PRAGMA freelist_count")
    return int(pages - cursor.fetchone()[0])
