"""Shared words as people read them: as the text writes them, and together where they stand so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from articles.judgement.words import places

NAMED = 4
TOGETHER = 3  # words that are said as one
BETWEEN = frozenset(" -‐‑–'’")  # what may stand between them


class Piece(NamedTuple):
    words: tuple[int, ...]
    start: int
    end: int


class Named:
    """The words of some texts; an earlier one says how a word is written."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [(text, list(places(text))) for text in texts]

    def said(self, ranks: Mapping[int, int]) -> list[str]:
        """Return the first few words of `ranks`, by number, as they are written: "Night Watch",
        "Rijksmuseum". The lower its rank, the earlier a word comes."""
        known: set[int] = set()
        found: list[tuple[int, str]] = []
        for text, words in self._texts:
            for piece in _pieces(text, [place for place in words if place[0] in ranks]):
                new = set(piece.words) - known
                if new:
                    found.append((min(ranks[word] for word in new), text[piece.start : piece.end]))
                    known |= new
        return [words for _, words in sorted(found)[:NAMED]]


def _pieces(text: str, words: Sequence[tuple[int, int, int]]) -> Iterator[Piece]:
    """Yield the words, a few of them at once where they stand side by side."""
    piece = Piece((), 0, 0)
    for word, start, end in words:
        if piece.words and _is_one(piece, text[piece.end : start]):
            piece = Piece((*piece.words, word), piece.start, end)
            continue
        if piece.words:
            yield piece
        piece = Piece((word,), start, end)
    if piece.words:
        yield piece


def _is_one(piece: Piece, between: str) -> bool:
    """Return whether what follows belongs to it: signs of a script without blanks overlap."""
    return not between or (len(piece.words) < TOGETHER and len(between) == 1 and between in BETWEEN)
