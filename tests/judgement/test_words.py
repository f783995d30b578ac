from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.judgement.words import (
    EMPTY,
    IN_TITLE,
    LARGEST,
    MOST,
    counts,
    folded,
    number_of,
    places,
    stem,
    words,
)

TEXTS = st.text(max_size=300)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Old quarries, new batteries", ["old", "quarry", "battery"]),
        ("The harbour's pilots", ["harbour", "pilot"]),
        ("Buses, taxes and buzzes", ["bus", "tax", "buzz"]),
        (
            "Bus, gas, press, status, Illinois, ties",
            ["bus", "gas", "press", "status", "illinois", "tie"],
        ),
        ("Ångström’s crème brûlée", ["angstrom", "creme", "brulee"]),
        ("5 G at 27,5 degrees", ["27", "degree"]),
        ("電池が冬を越す", ["電池", "池か", "か冬", "冬を", "を越", "越す"]),
        ("iPhone手機", ["iphone", "手機"]),
        ("한국어", ["한국", "국어"]),
        ("?! 🦊", []),
        ("", []),
    ],
)
def test_the_words_of_a_text(text, said):
    assert words(text)[: len(said)] == said


@pytest.mark.parametrize("word", ["s", "is", "as", "its", "ies", "was", "ses"])
def test_short_words_keep_their_end(word):
    assert stem(word) == word


def test_a_word_of_the_title_counts_three_times():
    found = counts("Quarry", "The quarry by the road")
    assert found[number_of("quarry")] == IN_TITLE + 1
    assert found[number_of("road")] == 1
    assert len(found) == 2


def test_words_that_say_nothing_are_none():
    assert words(" ".join(EMPTY)) == []


def test_a_long_text_costs_no_more_than_a_shorter_one():
    text = " ".join(f"w{n}" for n in range(10_000))
    assert len(words(text)) <= MOST
    assert counts(text, text) == counts(text[:5000], text[:5000])
    assert len(words("電" * 100_000)) <= MOST


def test_two_ways_to_write_it_are_one_word():
    assert words("CAFÉ") == words("cafe") == words("cafe\u0301")


def test_where_words_stand():
    text = "The old Quarry"
    assert [text[start:end] for _, start, end in places(text)] == ["old", "Quarry"]


@settings(database=None, derandomize=True, deadline=None)
@given(TEXTS, TEXTS)
def test_any_texts_have_countable_words(title, excerpt):
    found = counts(title, excerpt)
    assert all(0 < number <= LARGEST for number in found)
    assert min(found.values(), default=1) >= 1
    assert sum(found.values()) <= (IN_TITLE + 1) * MOST


@settings(database=None, derandomize=True, deadline=None)
@given(TEXTS)
def test_case_and_blanks_change_nothing(text):
    if text.isascii():
        assert Counter(words(text.upper())) == Counter(words(f"  {text}\n"))


@settings(database=None, derandomize=True, deadline=None)
@given(TEXTS)
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text) or not text.isascii()


@settings(database=None, derandomize=True, deadline=None)
@given(TEXTS)
def test_places_lie_within_the_text(text):
    for _, start, end in places(text):
        assert 0 <= start < end <= len(text)
