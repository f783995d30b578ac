"""Finds articles that are here twice, and keeps the pairs for an editor to look at.

That reads a lot and writes little: it reads before its transaction begins, so that nobody waits for
it. What is noted stays so until its pairs are written: a worker that dies loses none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from articles.judgement.duplicates import candidates
from articles.judgement.duplicates.candidates import copies_of
from articles.judgement.duplicates.rule import RULE, Copy, same_story
from articles.models import Duplicate, Refusal, Unpaired
from articles.models.judgement.duplicate import left_out

PORTION = 50  # articles
# Open pairs of one article. A text that came five thousand times would be millions of pairs, of
# which nobody looks at more than a few; what they are merged into is looked at anew.
MOST = 10
REASON = 200  # letters that its column takes

Pair = tuple[int, int]  # in the order of their keys


def note(articles: Iterable[int]) -> None:
    """Note articles that came, or read otherwise now, by their keys, in the transaction that
    indexes them."""
    Unpaired.objects.bulk_create(map(Unpaired, articles), ignore_conflicts=True)


def portion() -> int:
    """Look for copies of the newest of what is noted; return how many articles those were."""
    waiting = Unpaired.objects.order_by("-article").values_list("article", flat=True)
    keys = list(waiting[:PORTION])
    if keys:
        refresh(keys)
    return len(keys)


def refresh(keys: Sequence[int]) -> None:
    """Find anew what is the same story as these articles."""
    known = _open_pairs(keys)
    found = _found(keys, known)
    now = timezone.now()
    with transaction.atomic():
        Duplicate.objects.filter(pk__in=[known[pair] for pair in known.keys() - found]).delete()
        new = [pair for pair in found if pair not in known]
        Duplicate.objects.bulk_create(
            (
                Duplicate(one_id=one, other_id=other, reason=reason, rule=RULE, found_at=now)
                for one, other in new
                for reason in [found[one, other][:REASON]]
            ),
            ignore_conflicts=True,
        )
        # An editor may have decided on one of them meanwhile.
        Duplicate.objects.of(keys).open().settle(now)
        Unpaired.objects.filter(article__among=list(keys)).delete()


def _open_pairs(keys: Sequence[int]) -> dict[Pair, int]:
    pairs = Duplicate.objects.open().of(keys).order_by("pk")
    return {(one, other): pk for pk, one, other in pairs.values_list("pk", "one", "other")}


def _found(keys: Sequence[int], known: Iterable[Pair]) -> dict[Pair, str]:
    """Return pairs of the same story with the reason, no more than `MOST` of any article; those
    that are known come first."""
    stories = copies_of(keys, left_out())
    near = zip(stories, candidates.near(list(stories.values()), left_out()), strict=True)
    asked = [pair for key, others in near for pair in _pairs(key, [one for one, _ in others])]
    wanted = dict.fromkeys([*known, *asked])
    refused = set(Refusal.objects.of_all(keys).values_list("one", "other"))
    others = {key for pair in wanted for key in pair} - stories.keys()
    here = {**stories, **copies_of(sorted(others), left_out())}
    same = {pair: _reason(here, pair) for pair in wanted if pair not in refused}
    return _within_cap({pair: reason for pair, reason in same.items() if reason}, known)


def _pairs(key: int, others: Iterable[int]) -> list[Pair]:
    return [(min(key, other), max(key, other)) for other in others if other != key]


def _reason(here: Mapping[int, Copy], pair: Pair) -> str:
    one, other = (here.get(key) for key in pair)
    return same_story(one, other) if one and other else ""


def _within_cap(found: Mapping[Pair, str], known: Iterable[Pair]) -> dict[Pair, str]:
    kept = {pair: found[pair] for pair in known if pair in found}
    new = {pair: reason for pair, reason in found.items() if pair not in kept}
    others = {key for pair in new for key in pair}
    open_now = _open_pairs(sorted(others)).keys() if others else set()
    counts = Counter(key for pair in open_now | kept.keys() for key in pair)
    for pair, reason in new.items():
        if all(counts[key] < MOST for key in pair):
            kept[pair] = reason
            counts.update(pair)
    return kept
