"""Shared words as people read them: as the text writes them, and together where they stand so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from articles.judgement.words import places

NAMED = 4
TOGETHER = 3  # words that are said as one
BETWEEN = frozenset(" -‐‑–'’")  # what may stand between them


class Piece(NamedTuple):
    words: tuple[int, ...]
    start: int
    end: int


def named(texts: Iterable[str], ranks: Mapping[int, int]) -> list[str]:
    """Return the first few words of `ranks`, by number, as the first of the texts that holds each
    writes it: "Night Watch, Rijksmuseum". The lower its rank, the earlier a word comes."""
    said: set[int] = set()
    found: list[tuple[int, str]] = []
    for text in texts:
        for piece in _pieces(text, ranks):
            new = set(piece.words) - said
            if new:
                found.append((min(ranks[word] for word in new), text[piece.start : piece.end]))
                said |= new
    return [words for _, words in sorted(found)[:NAMED]]


def _pieces(text: str, ranks: Mapping[int, int]) -> Iterator[Piece]:
    """Yield the words of `ranks`, a few of them at once where they stand side by side."""
    piece = Piece((), 0, 0)
    for word, start, end in places(text):
        if word not in ranks:
            continue
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
