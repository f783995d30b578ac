from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.judgement.weights import ALL, FEWEST, KEPT, idf, likeness, weighed, weight

COUNTS = st.dictionaries(st.integers(1, 2**31 - 1), st.integers(1, 1600), max_size=80)


def test_rare_words_tell_more():
    assert idf(1, 10_000) > idf(100, 10_000) > idf(9_999, 10_000) >= 0


def test_on_a_small_site_nothing_is_common_yet():
    assert idf(2, 3) == idf(2, FEWEST) > 0


def test_what_is_in_more_than_all_tells_nothing():
    assert idf(20_000, 10_000) == 0


def test_the_most_telling_words_are_kept():
    counts = dict.fromkeys(range(1, 100), 1)
    holding = {ALL: 5000, **{word: word for word in counts}}
    kept, norm = weighed(counts, holding)
    assert sorted(word for word, _ in kept) == list(range(1, KEPT + 1))
    assert norm == pytest.approx(sum(idf(word, 5000) ** 2 for word in counts) ** 0.5)


def test_a_word_said_often_weighs_more_but_not_as_often():
    assert weight(1) == 1
    assert 1 < weight(3) < 3


def test_time_parts_what_words_join():
    assert likeness(1, 0) == 1
    assert likeness(1, 120) == likeness(1, -120) == pytest.approx(0.3679, abs=0.001)
    assert likeness(1.3, 0) == 1  # lengths may be of yesterday


@settings(database=None, derandomize=True, deadline=None)
@given(COUNTS, COUNTS)
def test_any_counts_can_be_weighed(counts, holding):
    kept, norm = weighed(counts, holding)
    assert len(kept) == min(len(counts), KEPT)
    assert all(counts[word] == count for word, count in kept)
    assert isfinite(norm)
    assert norm >= 0
