"""What is said of a query that cannot be understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(eq=False)
class QueryError(Exception):
    """The `length` characters from `start` of the query `text` are wrong; `likely` is what may be
    meant in their place, if anything."""

    text: str
    start: int
    length: int
    message: str
    likely: str = ""

    def __str__(self) -> str:
        return self.message

    @property
    def end(self) -> int:
        return self.start + self.length

    @property
    def word(self) -> str:
        return self.text[self.start : self.end]

    @property
    def mended(self) -> str:
        """Return the query with what is likely meant, "" where nothing is."""
        return self._with(self.likely) if self.likely else ""

    @property
    def as_words(self) -> str:
        """Return the query that looks for the wrong piece as it is written, "" where there is
        nothing to look for."""
        bare = self.word.replace('"', " ").strip()
        return self._with(f'"{bare}"') if any(map(str.isalnum, bare)) else ""

    def _with(self, piece: str) -> str:
        return self.text[: self.start] + piece + self.text[self.end :]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is written most like the given one, "" if none is near."""
    by_letters = {name.casefold(): name for name in known}
    word = word.casefold()
    near = get_close_matches(word, by_letters, n=1, cutoff=0.7)
    begins = [name for name in by_letters if word and name.startswith(word)]
    found = near or sorted(begins, key=len)
    return by_letters[found[0]] if found else ""


def is_slip(word: str, other: str) -> bool:
    """Tell whether one letter too many, too few or wrong, or two letters swapped, makes `word` of
    `other`."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    if len(word) < len(other):
        word, other = other, word
    start = next(
        (n for n, pair in enumerate(zip(word, other, strict=False)) if len({*pair}) > 1), len(other)
    )
    rest, other_rest = word[start:], other[start:]
    if len(word) > len(other):
        return rest[1:] == other_rest
    swapped = rest[1::-1] + rest[2:]
    return rest[1:] == other_rest[1:] or swapped == other_rest


def quoted(value: str) -> str:
    """Return the value as it is written in a query."""
    plain = value and not any(char.isspace() or char in '",()' for char in value)
    return value if plain else '"{}"'.format(value.replace('"', " "))
