import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.judgement.naming import Named
from articles.judgement.words import counts, number_of


def said(texts, *words):
    return Named(texts).said({number_of(word): rank for rank, word in enumerate(words)})


@pytest.mark.parametrize(
    ("title", "words", "names"),
    [
        ("Rembrandt’s Night Watch", ("rembrandt", "night", "watch"), ["Rembrandt", "Night Watch"]),
        ("The Night at the Watch", ("watch", "night"), ["Watch", "Night"]),
        ("Iron-battery plant", ("battery", "iron"), ["Iron-battery"]),
        ("Old QUARRIES", ("quarry",), ["QUARRIES"]),
        ("電池が冬", ("電池", "池か"), ["電池が"]),
        ("Rain", ("snow",), []),
    ],
)
def test_words_are_said_as_they_are_written(title, words, names):
    assert said([title], *words) == names


def test_the_title_says_how_and_the_excerpt_what_it_has_more():
    assert said(["A Quarry"], "quarry") == ["Quarry"]
    assert said(["A Quarry", "the quarry and the ridge"], "quarry", "ridge") == ["Quarry", "ridge"]


def test_four_are_enough():
    text = "alpha, beta, gamma, delta, omega"
    assert said([text], "omega", "delta", "gamma", "beta", "alpha") == [
        *("omega", "delta", "gamma", "beta")
    ]


@settings(database=None, derandomize=True, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_written_can_be_named(title, excerpt):
    ranks = {word: rank for rank, word in enumerate(counts(title, excerpt))}
    for name in Named((title, excerpt)).said(ranks):
        assert name in title or name in excerpt
