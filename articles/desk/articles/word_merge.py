"""Two people's changes of one text, brought together word by word."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeAlias

from articles.history.differences import WORD

MOST = 6000  # words or letters that are compared: the cost is their square
Change: TypeAlias = tuple[int, int, tuple[str, ...]]  # from which word to which, and what is there


def both(base: str, mine: str, theirs: str) -> str | None:
    """Return `base` with what either changed, or None where they changed the same place."""
    words = WORD.findall(base)
    if max(len(words), len(mine), len(theirs)) > MOST:
        return None
    changes = sorted({*_changes(words, mine), *_changes(words, theirs)})
    if any(later[0] <= earlier[1] for earlier, later in pairwise(changes)):
        return None
    for start, end, there in reversed(changes):
        words[start:end] = there
    return "".join(words)


def _changes(words: list[str], text: str) -> list[Change]:
    others = WORD.findall(text)
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    return [
        (start, end, tuple(others[low:high]))
        for tag, start, end, low, high in matcher.get_opcodes()
        if tag != "equal"
    ]
