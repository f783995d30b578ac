"""Who has which article open. Nothing is locked: it only says so, and forgets within a minute.

It is kept in the cache, a key for each article. Two who come at the same moment may miss each
other, until the next time that one of them is heard of.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.contrib.auth.models import User
from django.core.cache import cache

from articles.wording import name_of

SECONDS = 60  # a page that is looked at is heard of every 25
Seen: TypeAlias = dict[int, tuple[str, float]]  # names and until when, by the person's key


@dataclass(frozen=True, slots=True)
class Person:
    name: str

    @property
    def initials(self) -> str:
        """Return two letters at most: "ME" for Mara Elling, "AL" for alice."""
        words = self.name.split() or ["?"]
        letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
        return letters.upper()


def come(article: int, user: User) -> list[Person]:
    """Note that the user has it open; return who else has."""
    seen = _valid(cache.get(_key(article)))
    seen[user.pk] = (name_of(user), time.time() + SECONDS)
    cache.set(_key(article), seen, SECONDS)
    return _others(seen, user)


def leave(article: int, user: User) -> None:
    seen = _valid(cache.get(_key(article)))
    if seen.pop(user.pk, None):
        cache.set(_key(article), seen, SECONDS)


def others(articles: Sequence[int], user: User) -> dict[int, list[Person]]:
    """Return who else has these articles open, where somebody has; reads the cache once."""
    found = cache.get_many([_key(pk) for pk in articles]) if articles else {}
    people = {pk: _others(_valid(found.get(_key(pk))), user) for pk in articles}
    return {pk: present for pk, present in people.items() if present}


def _others(seen: Seen, user: User) -> list[Person]:
    return [Person(name) for pk, (name, _) in seen.items() if pk != user.pk]


def _valid(seen: Seen | None) -> Seen:
    now = time.time()
    return {pk: one for pk, one in (seen or {}).items() if one[1] > now}


def _key(article: int) -> str:
    return f"open-article-{article}"
