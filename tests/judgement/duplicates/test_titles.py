"""Titles as they are compared: bare, and with what tells parts of a series apart."""

import pytest

from articles.judgement.duplicates import titles


@pytest.mark.parametrize(
    "title",
    [
        "HARBOUR pilots: test a «quiet» ferry!",
        "Harbour  pilots test a&nbsp;quiet ferry",
        "Harbour pilots test\r\na quiet ferry…",
        "Ｈarbour pilots test a quiet ferry",
    ],
)
def test_titles_that_are_the_same(title):
    assert titles.title_words(title) == "harbour pilots test a quiet ferry"


def test_marks_of_speech_and_their_entities():
    assert titles.title_words("The ferry&#8217;s crew &amp; us") == "the ferry s crew us"
    assert titles.title_words("The ferry's crew: us") == "the ferry s crew us"


@pytest.mark.parametrize("title", ["Morning news", "Markets this week", "!!!", "今日新闻"])
def test_short_titles_mean_nothing(title):
    assert titles.title_words(title) == ""


def test_a_title_without_spaces_is_not_short():
    assert titles.title_words("港口飞行员测试安静的渡轮") == "港口飞行员测试安静的渡轮"


@pytest.mark.parametrize(
    "title",
    [
        "RE-TRANSMISSION: Harbour pilots test a ferry",
        "UPDATE: Harbour pilots test a ferry",
        "UPDATE 2-Harbour pilots test a ferry",
        "Analysis - Harbour pilots test a ferry",
        "Reuters: Harbour pilots test a ferry",
        "WATCH: Exclusive: Harbour pilots test a ferry",
        "Harbour pilots test a ferry | Fjord Times",
        "Harbour pilots test a ferry – Fjord Times",
        "Correction: Harbour pilots test a ferry - Fjord Times",
    ],
)
def test_what_stands_around_a_title(title):
    assert titles.title_words(title) == "harbour pilots test a ferry"


@pytest.mark.parametrize(
    "title",
    [
        "Ferries: harbour pilots test a new one",  # what it is about
        "Live-in pilots: what the harbour wants",
        "Harbour pilots test a ferry - part 2",
        "Harbour pilots test a ferry - and what all of their colleagues say about it",
        "Watching harbour pilots",
    ],
)
def test_what_belongs_to_a_title(title):
    assert titles.bare(title) == title


def test_nothing_but_a_label_is_a_title():
    assert titles.bare("Update:") == "Update:"


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Ferry log, part 2", {"2"}),
        ("Market report for June 2031", {"june", "2031"}),
        ("Q3 results of the ferry", {"q3"}),
        ("The third ferry of the week", {"third"}),
        ("The ferry comes", set()),
    ],
)
def test_places_in_a_series(title, place):
    assert titles.place_in_series(title) == place
