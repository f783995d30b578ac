"""An edit that came too late: what the editor typed, what somebody saved meanwhile, and what will
stand. A field that only one of them changed is merged already."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict

from articles.desk.articles.comparison import NOTHING
from articles.desk.articles.word_merge import both
from articles.desk.conflicts.side_by_side import marked
from articles.desk.forms import EDITED, EditForm, shown_values
from articles.history.differences import Span
from articles.models import Article, Event

LISTS = ("topics", "images")
LABELS = {"title": "Title", "excerpt": "Excerpt", "topics": "Topics", "images": "Pictures"}


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two says; it did not change the field where it is `untouched`."""

    value: Any
    words: Sequence[Span]
    untouched: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """A field on which the two differ. `stands` is what is saved unless the editor picks otherwise:
    of a clash, the words and topics of both where that goes, else what the editor typed."""

    name: str
    label: str
    yours: Side
    theirs: Side
    stands: Any

    @property
    def clashes(self) -> bool:
        return not self.yours.untouched and not self.theirs.untouched

    @property
    def values(self) -> list[Any]:
        return self.stands if self.name in LISTS else [self.stands]


@dataclass(frozen=True, slots=True)
class Merge:
    """`fields` differ, `same` are the values of all others; `now` is what they are merged with."""

    fields: Sequence[Merged]
    same: Mapping[str, list[Any]]
    now: str
    by: str
    at: datetime | None

    @property
    def clashes(self) -> int:
        return sum(field.clashes for field in self.fields)


def merge(form: EditForm, article: Article, events: Sequence[Event]) -> Merge:
    """Merge what was typed with the article as it is; `events` is its history, newest first."""
    now, typed, base = shown_values(article), form.typed_values, form.base
    names = _names(form, article)
    differ = [name for name in EDITED if not _same(typed[name], now[name])]
    last = events[0] if events else None
    return Merge(
        [_merged(name, typed[name], now[name], base, names) for name in differ],
        {name: _as_list(typed[name]) for name in EDITED if name not in differ},
        json.dumps(now),
        (last.actor_name if last else "") or "Somebody",
        last.at if last else None,
    )


def picked(params: QueryDict) -> QueryDict:
    """Return the form as it would be without the choices of a merge: with what they chose."""
    chosen = params.copy()
    for name in EDITED:
        side = params.get(f"pick-{name}")
        if side in ("yours", "theirs"):
            chosen.setlist(name, params.getlist(f"{side}-{name}"))
    return chosen


def _merged(
    name: str, typed: Any, now: Any, base: Mapping[str, Any], names: Mapping[str, Any]
) -> Merged:
    known = name in base
    mine = Side(typed, [], known and _same(typed, base[name]))
    other = Side(now, [], known and _same(now, base[name]))
    before = _in_words(name, base[name] if known else now, names)
    yours, theirs = (
        replace(side, words=marked(_in_words(name, side.value, names), before))
        for side in (mine, other)
    )
    return Merged(name, LABELS[name], yours, theirs, _stands(name, mine, other, base.get(name)))


def _stands(name: str, mine: Side, other: Side, base: Any) -> Any:
    if mine.untouched:
        return other.value
    if other.untouched or name == "images":
        return mine.value
    if name == "topics":
        return list(dict.fromkeys([*mine.value, *other.value]))
    merged = None if base is None else both(base, mine.value, other.value)
    return mine.value if merged is None else merged


def _names(form: EditForm, article: Article) -> dict[str, dict[int, str]]:
    """Return what topics and pictures are called, by their keys."""
    topics = [*form.cleaned_data["topics"], *article.listed_topics]
    return {
        "topics": {topic.pk: topic.name for topic in topics},
        "images": {
            picture.pk: picture.title or picture.url.rsplit("/", 1)[-1] for picture in form.pictures
        },
    }


def _in_words(name: str, value: Any, names: Mapping[str, Mapping[int, str]]) -> str:
    if name in LISTS:
        return ", ".join(names[name].get(key, "…") for key in value) or NOTHING
    return str(value) or NOTHING


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return bool(one == other)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
