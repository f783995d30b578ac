"""Keeps the index of words: what is noted, the worker indexes, portion by portion, newest first.

Weighing the words of an article takes as long as half of its import. So whoever changes words notes
the article in the same transaction, and the worker takes the note off in the one that indexes it.
What is indexed is noted for `duplicates.finding`, which comes once all is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from time import perf_counter
from typing import NamedTuple

from django.db import connection, transaction
from django_tasks import task

from articles import rows, task_queue
from articles.judgement.duplicates import finding
from articles.judgement.scores import suggesting
from articles.judgement.texts import FIFTIETHS, day_number, known_words, words_in
from articles.judgement.weights import ALL, weighed, weight
from articles.models import Article, Indexed, Posting, Unindexed, Unpaired
from articles.times import day_of

# Words and day, and what else tells that two are the same story.
JUDGED_BY = {
    *("title", "excerpt", "published_at", "provider"),
    *("canonical_url", "original_url", "amp_url"),
}
PORTION = 200  # articles a transaction: editors wait for one at most
NOTE = """
INSERT INTO articles_unindexed (article_id)
SELECT {values} WHERE true
ON CONFLICT DO NOTHING
"""
VALUES = {
    "sqlite": "value FROM json_each(%s)",
    "postgresql": "value::bigint FROM json_array_elements_text(%s)",
}
COUNT = """
INSERT INTO articles_knownword (word, articles)
SELECT CAST(key AS integer), CAST(value AS integer) FROM {pairs}(%s) WHERE true ORDER BY 1
ON CONFLICT (word) DO UPDATE SET articles = articles_knownword.articles + excluded.articles
"""
PAIRS = {"sqlite": "json_each", "postgresql": "json_each_text"}


class Text(NamedTuple):
    pk: int
    day: int
    words: Mapping[int, int]


def note(articles: Iterable[int]) -> None:
    """Note articles that came, or whose words or day are others now, by their keys. Call it in the
    transaction that changes them."""
    keys = list(articles)
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(NOTE.format(values=VALUES[connection.vendor]), [json.dumps(keys)])


@task
def index_articles() -> None:
    """Index what is noted, and find what of it is here twice; what is left when the worker is to
    end, the next one does."""
    while not task_queue.stopping.is_set():
        started = perf_counter()
        if not _portion():
            return
        task_queue.give_way(perf_counter() - started)


def enqueue_if_due() -> None:
    """Have the worker index what is noted. Safe at any time, by anyone."""
    if _is_due() and not task_queue.is_live(index_articles):
        index_articles.enqueue()


def index_all() -> None:
    while _portion():
        pass


def _is_due() -> bool:
    return Unindexed.objects.exists() or Unpaired.objects.exists()


def _portion() -> int:
    return index_portion() or finding.portion()


@transaction.atomic
def index_portion() -> int:
    """Index the newest of what is noted; return how many articles those were."""
    # Taken off first: whoever changes one of them from here on notes it anew.
    waiting = Unindexed.objects.select_for_update(skip_locked=True).order_by("-article")
    keys = list(waiting.values_list("article", flat=True)[:PORTION])
    if keys:
        Unindexed.objects.filter(article__among=keys).delete()
        _index(keys)
        suggesting.refresh(keys)
    return len(keys)


def texts_of(keys: Sequence[int]) -> list[Text]:
    found = Article.objects.order_by().filter(pk__among=keys)
    return [
        Text(pk, day_number(day_of(moment)), words_in(title, excerpt))
        for pk, title, excerpt, moment in found.values_list(
            "pk", "title", "excerpt", "published_at"
        )
    ]


def _index(keys: Sequence[int]) -> None:
    texts, before = texts_of(keys), _take_out(keys)
    _count([text for text in texts if text.pk not in before])
    known = known_words(chain.from_iterable(text.words for text in texts))
    found, norms = list[tuple[int, int, int, int]](), list[tuple[int, int, float]]()
    for pk, day, words in texts:
        kept, norm = weighed(words, known)
        norms.append((pk, day, norm))
        found += ((day, word, pk, round(FIFTIETHS * weight(count))) for word, count in kept)
    # In the order of the table: those of a day are beside each other in it.
    rows.insert(Posting, ("day", "word", "article", "weight"), sorted(found))
    rows.insert(Indexed, ("article_id", "day", "norm"), norms)
    finding.note([text.pk for text in texts])


def _take_out(keys: Sequence[int]) -> set[int]:
    """Take what is said of these articles out of the index; return those of which anything was."""
    old = Indexed.objects.filter(article__among=keys)
    days = dict(old.values_list("article", "day"))
    if days:
        # Their words are not known any more: the postings of those days are looked through, once
        # for all of them.
        Posting.objects.filter(
            day__in=sorted(set(days.values())), article__among=list(days)
        )._raw_delete(connection.alias)
        old.delete()
    return set(days)


def _count(texts: Sequence[Text]) -> None:
    """Count the words of articles that are new. Words that change later are not counted anew: of
    how many hold a word, nobody needs to know the last one."""
    holding = Counter(chain.from_iterable(text.words for text in texts))
    if texts:
        holding[ALL] = len(texts)
        with connection.cursor() as cursor:
            cursor.execute(COUNT.format(pairs=PAIRS[connection.vendor]), [json.dumps(holding)])
