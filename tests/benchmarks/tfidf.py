"""What scikit-learn's TF-IDF vectors find in a pool: a baseline of the benchmarks, nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from articles.judgement.weights import HOURS
from tests.benchmarks.judge_pool import Piece, Pool, within

TITLE = 3  # times
MOST = 10


def found(pool: Pool) -> list[list[int]]:
    """Return the places of the most alike within the window, for each story."""
    text = import_module("sklearn.feature_extraction.text")  # it takes seconds, and few have it
    vectors = text.TfidfVectorizer(stop_words="english", sublinear_tf=True)
    texts = (f"{piece.title} " * TITLE + piece.excerpt for piece in pool.pieces)
    matrix = vectors.fit_transform(texts)
    return [_likest(matrix, pool.pieces, story.place) for story in pool.stories]


def _likest(matrix: Any, pieces: list[Piece], place: int) -> list[int]:
    cosines = (matrix @ matrix[place].T).toarray().ravel()
    near = [n for n, one in enumerate(pieces) if n != place and within(HOURS, one, pieces[place])]
    return sorted(near, key=lambda n: -cosines[n])[:MOST]
