"""What changed from one value to another, in runs of words that went, came or stayed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.utils.text import capfirst

from articles import text, wording
from articles.actions.lists import Snapshot
from articles.actions.values import Values, of_event
from articles.history.sentences import by_rank, changed_names, in_words
from articles.models import Event

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|\s+|[^\w\s]")
MOST_PAIRS = 1_000_000  # of words that are compared: the comparison's cost is their number
ONE = {"mute", "merged_into"}  # lists that say one thing
SHOWN_AS = {"title": text.display_text, "excerpt": text.display_excerpt}


class Tag(StrEnum):
    """What became of a run of words; its value is the element that says so."""

    STAYED = ""
    WENT = "del"
    CAME = "ins"


@dataclass(frozen=True)
class Span:
    text: str
    tag: Tag = Tag.STAYED


@dataclass(frozen=True)
class Difference:
    """One field; the spans of a list are its items."""

    label: str
    spans: Sequence[Span]
    is_list: bool = False


def of_act(event: Event) -> list[Difference]:
    """Return what the event changed, field by field. What is new said nothing before."""
    before, after = of_event(event)
    if event.action == "remove":
        return []
    return between(before, after)


def between(before: Values, after: Values) -> list[Difference]:
    names = sorted(changed_names(after), key=by_rank)
    return [difference(name, before.get(name), after[name]) for name in names]


def difference(name: str, before: Any, after: Any) -> Difference:
    label = capfirst(wording.field(name))
    if name not in ONE and (isinstance(before, list) or isinstance(after, list)):
        return Difference(label, _items(name, before or [], after or []), is_list=True)
    if name != "state" and isinstance(before, str) and isinstance(after, str):
        shown = SHOWN_AS.get(name, text.display_text)
        return Difference(label, words(shown(before), shown(after)))
    old, new = in_words(name, before), in_words(name, after)
    return Difference(label, [Span(old, Tag.WENT), Span(" "), Span(new, Tag.CAME)])


def words(before: str, after: str) -> list[Span]:
    """Compare word by word; texts that are long and have little in common are replaced whole."""
    old, new = WORD.findall(before), WORD.findall(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    head, tail = "".join(new[:start]), "".join(new[len(new) - end :])
    return _filled([Span(head), *_compared(old_middle, new_middle), Span(tail)])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _compared(old: Sequence[str], new: Sequence[str]) -> list[Span]:
    if len(old) * len(new) > MOST_PAIRS:
        return _replaced("".join(old), "".join(new))
    spans, went, came = list[Span](), "", ""
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, now = "".join(old[i:j]), "".join(new[k:m])
        if tag == "equal" and not (now.isspace() and went + came and m < len(new)):
            spans += [*_replaced(went, came), Span(now)]
            went, came = "", ""
        else:  # a space between two changes belongs to both
            went, came = went + gone, came + now
    return spans + _replaced(went, came)


def _replaced(old: str, new: str) -> list[Span]:
    return _filled([Span(old, Tag.WENT), Span(new, Tag.CAME)])


def _filled(spans: Sequence[Span]) -> list[Span]:
    return [span for span in spans if span.text]


def _items(name: str, before: Sequence[Any], after: Sequence[Any]) -> list[Span]:
    """Return what went, what came and, where that is all, that the order changed."""
    old, new = ([_item(name, one) for one in items] for items in (before, after))
    went = [Span(one, Tag.WENT) for one in old if one not in new]
    came = [Span(one, Tag.CAME) for one in new if one not in old]
    if went or came:
        return went + came
    return [Span(f"in another order: {', '.join(new)}" if old != new else "other details")]


def _item(name: str, item: str | Snapshot) -> str:
    if isinstance(item, dict):
        if name == "conflicts":
            return wording.field(item["field"])
        return text.display_text(str(item.get("title") or item.get("url") or ""))
    return item.strip().rsplit("/", 1)[-1] if name == "images" else str(item)
