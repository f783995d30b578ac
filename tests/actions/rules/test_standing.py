"""What comes of a rule and an article that fits it: what is so already is nobody's refusal."""

import pytest

from articles.actions import articles
from articles.actions.rules import applying
from articles.actions.teamwork.assignment import assign
from tests.factories import make_article, make_topic
from tests.rules import make_rule

pytestmark = pytest.mark.django_db


def words(rule):
    return {word.value: count for word, count in applying.tried(rule, 100).counts.items()}


@pytest.fixture
def ferry():
    return make_article(title="A ferry", topics=[make_topic(name="Sea")])


def test_what_the_seed_files_under_the_topic_is_so_already(bob, ferry):
    rule = make_rule(bob, act="topic", topic=ferry.listed_topics[0])
    make_article(title="Another ferry")
    assert words(rule) == {"already": 1, "acts": 1}


def test_what_a_person_files_under_the_topic_is_so_already(alice, bob, ferry):
    """Another topic than they chose would be against their word; this one is their word."""
    harbours = make_topic(name="Harbours")
    articles.add_topic(article=ferry, by=alice, version=1, topic=harbours)
    assert words(make_rule(bob, act="topic", topic=harbours)) == {"already": 1}
    assert words(make_rule(bob, act="topic", topic=make_topic())) == {"people": 1}


def test_what_somebody_has_is_given_to_nobody_else(alice, bob, ferry):
    assign(article=ferry, by=bob, version=1, to=alice)
    assert words(make_rule(bob, act="assign", person=alice)) == {"already": 1}
    assert words(make_rule(bob, act="assign", person=bob)) == {"people": 1}
