"""A rule applied to what is here: what it would do, and doing it, a portion at a time."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles import rows
from articles.actions.rules import acting
from articles.actions.rules.acting import HistoryValues, Ruling
from articles.actions.rules.matching import check_usable, fitting, people_said, standings
from articles.actions.rules.standing import Standing, Word, after, word
from articles.models import Article, Event, Rule
from articles.wording import name_of

EVENT = (
    *("group", "at", "actor_id", "actor_name", "action", "article_id"),
    *("before", "after"),
)


@dataclass(frozen=True)
class Trial:
    """What a rule would make of the articles that fit it now, newest first: of `most` of them,
    where there are `more`."""

    rule: Rule
    words: Mapping[int, Word]
    found: Mapping[int, Standing]
    more: bool

    @cached_property
    def counts(self) -> Counter[Word]:
        return Counter(self.words.values())

    @cached_property
    def earlier(self) -> Counter[int]:
        """Return how many of them which rules before it hold or reject, by their numbers."""
        numbers = (self.found[pk].ruled_number for pk in self.of(Word.EARLIER))
        return Counter(number for number in numbers if number)

    def of(self, one: Word) -> list[int]:
        return [pk for pk, its in self.words.items() if its is one]

    @property
    def shown(self) -> int:
        """Return how many it would change that readers see now."""
        return sum(self.found[pk].is_public for pk in self.of(Word.ACTS))


def tried(rule: Rule, most: int) -> Trial:
    """Return what the rule would do. Raises QueryError and Refused."""
    check_usable(rule)
    fits = fitting(rule.query, Article.objects.all(), rule.made_by)
    keys = list(fits.order_by("-published_at", "-pk").values_list("pk", flat=True)[: most + 1])
    found = standings(keys[:most])
    words = _words(rule, [pk for pk in keys if pk in found], found)
    return Trial(rule, words, found, len(keys) > most)


def apply(
    *, rule: Rule, by: User, group: uuid.UUID, versions: Mapping[int, int]
) -> dict[int, Word]:
    """Have the rule act on those of these articles that still have the version that was seen;
    return what came of each of them. Call it inside a transaction that has locked them."""
    now = timezone.now()
    found = {pk: row for pk, row in standings(versions).items() if row.version == versions[pk]}
    words = _words(rule, list(found), found)
    rulings = [
        Ruling(row, _next(acting.first_shown(after(rule, row), now)), [rule])
        for pk, row in found.items()
        if words[pk] is Word.ACTS
    ]
    acting.write(rulings)
    acting.note_hits(rulings, {}, now)
    _tell(rulings, rule, (group, now, by.pk, name_of(by)))
    return words


def _next(row: Standing) -> Standing:
    return row._replace(version=row.version + 1)


def _words(rule: Rule, keys: Sequence[int], found: Mapping[int, Standing]) -> dict[int, Word]:
    people = people_said([rule], keys)
    return {pk: word(rule, found[pk], people) for pk in keys}


def _tell(rulings: Collection[Ruling], rule: Rule, who: tuple[Any, ...]) -> None:
    values, said = HistoryValues(rulings), acting.said([rule])

    def events() -> Iterator[tuple[Any, ...]]:
        for ruling in rulings:
            before, now = values.difference(ruling.was, ruling.now)
            yield *who, "rule", ruling.was.pk, before, {**now, "rules": said}

    rows.insert(Event, EVENT, list(events()))
