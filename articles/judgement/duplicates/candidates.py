"""Which articles may be the same story as others: those at one of their addresses, with their
title, or of the days around them with some of their rarest words. What it costs follows how many
these are, never how many there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from heapq import nsmallest
from itertools import chain, islice

from django.db import connection
from django.db.models import Q, QuerySet

from articles import search
from articles.judgement.duplicates.addresses import addresses_of, variants
from articles.judgement.duplicates.rule import NEAR, Copy
from articles.judgement.duplicates.titles import bare
from articles.judgement.texts import day_number, known_words
from articles.judgement.weights import ALL
from articles.judgement.words import number_of
from articles.models import Article
from articles.times import day_of

# Articles that hold a word at most: more tell little, and a text that came five thousand times is
# told by its title.
RARE = 300
FROM_EACH = 5  # words of the title, and so many of the excerpt, that are looked for
SHARED = 2  # of which an article holds at least so many
MOST = 10  # articles by these words for each story
LONGEST = 4  # words of a title that are looked for
MARKED = 1000  # articles by address or title for all stories,
AT_MARK = 40  # and for each, the newest
COLUMNS = (
    *("pk", "title", "excerpt", "provider__domain", "published_at"),
    *("canonical_url", "original_url", "amp_url"),
)

Here = tuple[int, Copy]  # an article's key, and the article

# `asked` are [story, day, word] as JSON.
ASKED = {
    "sqlite": """SELECT json_extract(value, '$[0]') AS story, json_extract(value, '$[1]') AS day,
        json_extract(value, '$[2]') AS word FROM json_each(%(asked)s)""",
    "postgresql": """SELECT (value->>0)::integer AS story, (value->>1)::integer AS day,
        (value->>2)::integer AS word FROM json_array_elements(%(asked)s::json)""",
}
HOLDING = """
WITH asked AS MATERIALIZED ({asked})
SELECT story, article FROM (
    SELECT asked.story, posting.article,
        ROW_NUMBER() OVER (
            PARTITION BY asked.story ORDER BY COUNT(*) DESC, posting.article
        ) AS place
    FROM asked CROSS JOIN articles_posting posting
    WHERE posting.day = asked.day AND posting.word = asked.word
    GROUP BY asked.story, posting.article HAVING COUNT(*) >= %(shared)s
) found WHERE place <= %(most)s ORDER BY story, place
"""


def near(stories: Sequence[Copy], but: Q | None = None) -> list[list[Here]]:
    """Return for each story the articles that may be the same, without those of `but`, and itself
    where it is one: a few of each kind. Takes five queries."""
    by_mark, by_words = _by_mark(stories, but), alike(stories, but)
    told = ((one for mark in _marks(story) for one in by_mark[mark]) for story in stories)
    return [[*islice(some, AT_MARK), *more] for some, more in zip(told, by_words, strict=True)]


def alike(stories: Sequence[Copy], but: Q | None = None) -> list[list[Here]]:
    """Return for each story the articles, with their keys, that hold most of its rarest words:
    `MOST` at most, and itself where it is one. Takes three queries."""
    words = _rarest(stories)
    asked = [
        [place, day, word]
        for place, (story, rare) in enumerate(zip(stories, words, strict=True))
        for day in _days(story)
        for word in rare
    ]
    found = _holding(asked) if asked else {}
    copies = copies_of(sorted({*chain.from_iterable(found.values())}), but)
    return [
        [(key, copies[key]) for key in found.get(place, ()) if key in copies]
        for place in range(len(stories))
    ]


def copies_of(articles: Sequence[int], but: Q | None = None) -> dict[int, Copy]:
    """Return the articles with these keys as the rule sees them, but for those."""
    found = Article.objects.order_by().filter(pk__among=articles)
    rows = (found.exclude(but) if but else found).values_list(*COLUMNS)
    return {
        pk: Copy(title, excerpt, domain, addresses_of(*urls), moment)
        for pk, title, excerpt, domain, moment, *urls in (rows if articles else ())
    }


def marked(stories: Sequence[Copy], but: Q | None = None) -> QuerySet[Article, int]:
    """Find the keys of articles that may be one of these: with the longest words of a title, which
    are rare ones, or at a variant of an address that can be told without looking."""
    titles = [words for story in stories if (words := _longest(story))]
    urls = {url for story in stories for one in story.addresses for url in variants(one)}
    articles = Article.objects.order_by().values_list("pk", flat=True)
    articles = articles.exclude(but) if but else articles
    titled = articles.filter(pk__in=search.holding(titles)) if titles else articles.none()
    # Not one condition: the database would look into the search index once more for each article.
    return titled.union(articles.filter(canonical_url__in=urls), all=True)


def _by_mark(stories: Sequence[Copy], but: Q | None) -> defaultdict[str, list[Here]]:
    found = defaultdict[str, list[Here]](list)
    keys = list(marked(stories, but)[:MARKED]) if stories else []
    for key, other in sorted(copies_of(keys).items(), reverse=True):
        for mark in _marks(other):
            found[mark].append((key, other))
    return found


def _marks(story: Copy) -> list[str]:
    return [*story.addresses, *filter(None, [story.title_words])]


def _longest(story: Copy) -> list[str]:
    words = set(search.words(bare(story.title)).split()) if story.title_words else set[str]()
    return sorted(words, key=len)[-LONGEST:]


def _rarest(stories: Sequence[Copy]) -> list[list[int]]:
    """Return the words of each that tell most, by number: some of its title and of its excerpt."""
    texts = [
        (set(map(number_of, story.in_title)), set(map(number_of, story.in_excerpt)))
        for story in stories
    ]
    known = known_words(set[int]().union(*chain.from_iterable(texts)))
    rare = {word for word, holding in known.items() if word != ALL and holding <= RARE}
    return [
        sorted(
            {word for text in both for word in nsmallest(FROM_EACH, text & rare, known.__getitem__)}
        )
        for both in texts
    ]


def _days(story: Copy) -> range:
    day = day_number(day_of(story.published_at))
    return range(day - NEAR.days, day + NEAR.days + 1)


def _holding(asked: Sequence[Sequence[int]]) -> dict[int, list[int]]:
    found = defaultdict[int, list[int]](list)
    with connection.cursor() as cursor:
        cursor.execute(
            HOLDING.format(asked=ASKED[connection.vendor]),
            {"asked": json.dumps(asked), "shared": SHARED, "most": MOST},
        )
        for story, article in cursor.fetchall():
            found[story].append(article)
    return found
