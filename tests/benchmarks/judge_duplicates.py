"""Measures the rule of duplicates on pairs of real stories that somebody read and labelled.

`duplicate_labels.txt` names two stories a line by digests of their words, with + where they are the
same page or text, and - where they are not. The stories lie outside of this repository, see
`judge_pool`; pairs of which one is not there are left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

from articles.judgement.duplicates.addresses import addresses_of
from articles.judgement.duplicates.rule import Copy, same_story
from tests.benchmarks import judge_pool
from tests.benchmarks.report import say, table

LABELS = Path(__file__).with_name("duplicate_labels.txt")
HEADER = ("", "pairs", "labelled the same", "precision", "recall")
AIMS = ("aim", "", "", ">= 0.95", ">= 0.80")


def main() -> None:
    stories = {digest(one): one for one in copies()}
    labels = {(one, other): mark == "+" for mark, one, other in _labels()}
    pairs = {pair: said for pair, said in labels.items() if stories.keys() >= set(pair)}
    found = {pair for pair in pairs if same_story(*(stories[one] for one in pair))}
    right = sum(pairs[pair] for pair in found)
    same = sum(pairs.values())
    row = (f"{len(pairs)}", f"{same}", _part(right, len(found)), _part(right, same))
    say("\nDuplicates, by labelled pairs:\n")
    table(HEADER, [AIMS, ("the rule", *row)])
    unread = sum(
        bool(same_story(one, other)) and tuple(sorted(map(digest, (one, other)))) not in labels
        for one, other in combinations(stories.values(), 2)
    )
    say(f"It finds {unread} more pairs among them that nobody has labelled.")


def digest(story: Copy) -> str:
    words = f"{story.title}\n{story.excerpt}\n{story.provider}\n{story.published_at:%Y%m%d%H%M}"
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def copies() -> Iterator[Copy]:
    for one in judge_pool.real_stories():
        assert one.published_at
        domain = one.provider.domain if one.provider else ""
        yield Copy(one.title, one.excerpt, domain, addresses_of(one.url), one.published_at)
    for line in Path(os.environ["NEWSDESK_JUDGEMENT"]).read_text().splitlines():
        when, domain, *_, title, excerpt = line.lstrip("@-ABC|").split("|")
        moment = datetime.fromisoformat(when).replace(tzinfo=UTC)
        yield Copy(title, excerpt, domain, frozenset(), moment)


def _labels() -> Iterator[list[str]]:
    for line in LABELS.read_text().splitlines():
        if not line.startswith("#"):
            yield line.split()


def _part(some: int, of: int) -> str:
    return f"{some / of:.2f}" if of else "—"
