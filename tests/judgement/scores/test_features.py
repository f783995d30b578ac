import pytest

from articles.judgement.scores.features import Feature, Story, features_of
from tests.factories import NOON


def story(**fields):
    defaults = {
        "title": "The ferry sails again",
        "excerpt": "After two years in dock.",
        "published_at": NOON,
        "provider": "paper.example",
        "is_known": True,
        "picture": 1200,
        "has_amp": False,
        "is_video": False,
        "topics": 1,
        "keywords": ["Harbour"],
    }
    return Story(**{**defaults, **fields})


def values(kind, **fields):
    return [feature.value for feature in features_of(story(**fields)) if feature.kind == kind]


def test_each_kind_is_there_once_and_words_behind_them():
    assert features_of(story()) == [
        Feature("provider", "paper.example"),
        Feature("known", "yes"),
        Feature("picture", "large"),
        Feature("amp", "no"),
        Feature("video", "no"),
        Feature("topics", "1"),
        Feature("keyword", "none"),
        Feature("length", "0"),
        Feature("headline", "0"),
        Feature("quarter", "2"),
        Feature("word", "ferry"),
        Feature("word", "sail"),
    ]


@pytest.mark.parametrize(
    ("width", "value"),
    [(None, "none"), (0, "small"), (599, "small"), (600, "large")],
)
def test_pictures(width, value):
    assert values("picture", picture=width) == [value]


@pytest.mark.parametrize(
    ("keywords", "value"),
    [
        (["ferries"], "title"),
        (["Two years"], "none"),  # neither word tells anything
        (["dock"], "excerpt"),
        (["ferry sails"], "title"),
        (["sails dock"], "none"),
        (["sail"], "title"),
        (["fer", ""], "none"),
        ([], "none"),
    ],
)
def test_where_a_keyword_of_its_topics_is(keywords, value):
    assert values("keyword", keywords=keywords) == [value]


@pytest.mark.parametrize(("length", "value"), [(1, "0"), (74, "0"), (75, "1"), (500, "4")])
def test_how_long_the_title_is(length, value):
    assert values("headline", title="x" * length) == [value]


@pytest.mark.parametrize(("length", "value"), [(0, "0"), (60, "1"), (5000, "9")])
def test_how_long_the_excerpt_is(length, value):
    assert values("length", excerpt="x" * length) == [value]


def test_many_topics_count_as_five():
    assert values("topics", topics=40) == ["5"]


def test_words_count_once():
    assert values("word", title="Ferry, ferries and FERRY") == ["ferry"]


def test_a_title_without_words():
    assert values("word", title="—?!") == []
