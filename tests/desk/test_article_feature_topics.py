from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Feature
from tests.desk.pages import text, url
from tests.factories import make_article, make_topic


@pytest.fixture
def storage(db):
    return make_topic(name="Storage", parent=make_topic(name="Energy"))


@pytest.fixture
def article(storage):
    return make_article(topics=[storage])


def put_on_top(article, topic):
    until = timezone.now() + timedelta(days=1)
    return Feature.objects.create(article=article, topic=topic, until=until)


def test_doors(doors, article):
    doors(url("article-feature-topics", article), "get")


def test_names_its_topics_and_those_above(as_alice, article):
    make_topic(name="Elsewhere")
    page = text(as_alice.get(url("article-feature-topics", article)))
    assert page.index("Energy") < page.index("Storage")
    assert "Elsewhere" not in page


def test_says_how_full_they_are_and_where_it_is(as_alice, article, storage):
    put_on_top(make_article(topics=[storage]), storage)
    assert "Storage: 1 of 3 places taken" in text(
        as_alice.get(url("article-feature-topics", article))
    )
    place = put_on_top(article, storage)
    page = text(as_alice.get(url("article-feature-topics", article)))
    assert "Storage: on top now" in page
    assert f'data-until="{place.until:%Y-%m-%d %H:%M}"' in page


def test_an_article_without_topics_has_none(as_alice):
    assert "<option" not in text(as_alice.get(url("article-feature-topics", make_article())))
