"""`among`: like `in`, with all values in one parameter."""

import pytest

from articles.models import Article, Topic
from tests.factories import make_article, make_provider, make_topic
from tests.queries import queries

pytestmark = pytest.mark.django_db


def test_texts():
    topics = [make_topic(slug=slug) for slug in ("a", 'b"c', "é\\", "d")]
    found = Topic.objects.filter(slug__among=["a", 'b"c', "é\\", "never"])
    assert sorted(found.values_list("pk", flat=True)) == [topic.pk for topic in topics[:3]]


def test_keys_and_columns_of_others():
    one, two = make_article(), make_article(provider=make_provider(domain="b.example"))
    assert list(Article.objects.filter(pk__among=iter([one.pk]))) == [one]
    assert list(Article.objects.filter(provider__domain__among={"b.example"})) == [two]


def test_more_values_than_a_statement_takes_parameters():
    topic = make_topic(slug="x")
    slugs = [*(f"y{number}" for number in range(70_000)), "x"]
    assert list(Topic.objects.filter(slug__among=slugs)) == [topic]


def test_nothing_is_among_nothing_and_nobody_is_asked():
    make_topic()
    assert Topic.objects.exclude(slug__among=[]).count() == 1
    assert queries(lambda: list(Topic.objects.filter(slug__among=[]))) == []
