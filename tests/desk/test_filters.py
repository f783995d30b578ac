from datetime import timedelta

import pytest
from django.http import QueryDict

from articles.desk.queue.filters import ArticleFilter
from articles.models import Article, Conflict, Review, State
from tests.factories import NOON, make_article, make_image, make_link, make_provider, make_topic

pytestmark = pytest.mark.django_db


def found(query):
    return {article.title for article in ArticleFilter(QueryDict(query), Article.objects.all()).qs}


def labels(query):
    return [chip.label for chip in ArticleFilter(QueryDict(query), Article.objects.all()).active()]


def test_text():
    make_article(title="Quarry turned battery")
    make_article(title="Tram depot")
    assert found("q=quarry") == {"Quarry turned battery"}


@pytest.mark.parametrize("few", [0, 1000])
def test_topic_with_its_descendants(monkeypatch, few):
    monkeypatch.setattr("articles.desk.queue.filters.FEW", few)
    energy = make_topic(slug="energy")
    make_article(title="below", topics=[make_topic(parent=energy)])
    make_article(title="listed", topics=[energy])
    make_article(title="elsewhere", topics=[make_topic()])
    assert found("topic=energy") == {"below", "listed"}


@pytest.mark.parametrize("query", ["harbour.example", "www.Harbour.example", "bour+cou"])
def test_provider_by_domain_or_part_of_its_name(query):
    harbour = make_provider(domain="harbour.example", name="Harbour Courier")
    make_article(title="theirs", provider=harbour)
    make_article(title="not theirs", provider=make_provider())
    assert found(f"provider={query}") == {"theirs"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("state=published", {"published", "rejected"}),
        ("state=unpublished", {"held"}),
        ("state=unset", {"unset"}),
        ("review=unreviewed", {"published", "held"}),
        ("review=reviewed", {"unset"}),
        ("review=rejected", {"rejected"}),
        ("state=published&review=rejected", {"rejected"}),
    ],
)
def test_state_and_review(query, titles):
    make_article(title="published")
    make_article(title="held", state=State.UNPUBLISHED)
    make_article(title="unset", state=State.UNSET, review=Review.REVIEWED)
    make_article(title="rejected", review=Review.REJECTED)
    assert found(query) == titles


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("at_least=70", {"70", "90"}),
        ("at_most=70", {"none", "60", "70"}),
        ("at_least=0&at_most=70", {"60", "70"}),
    ],
)
def test_quality(query, titles):
    for quality in (60, 70, 90):
        make_article(title=str(quality), quality=quality)
    make_article(title="none", quality=None)
    assert found(query) == titles


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("since=2026-11-20", {"today"}),
        ("until=2026-11-19", {"yesterday"}),
        ("since=2026-11-19&until=2026-11-20", {"today", "yesterday"}),
    ],
)
def test_dates(query, titles):
    make_article(title="today", published_at=NOON)
    make_article(title="yesterday", published_at=NOON - timedelta(hours=12, seconds=1))
    assert found(query) == titles


@pytest.mark.parametrize("name", ["picture", "related", "conflict"])
def test_has_or_has_not(name):
    article = make_article(title="has", images=[make_image()])
    make_link(article)
    Conflict.objects.create(article=article, field="title", at=NOON)
    make_article(title="has not")
    assert found(f"{name}=yes") == {"has"}
    assert found(f"{name}=no") == {"has not"}


def test_type():
    make_article(title="film", type="video")
    make_article(title="words")
    assert found("type=video") == {"film"}


@pytest.mark.parametrize(
    "query",
    [
        "topic=no-such",
        "state=secret",
        "at_least=many",
        f"at_least={10**30}",
        "at_least=-5",
        "since=2026-02-30",
        "until=99999-01-01",
        "picture=perhaps",
        f"q={'x' * 600}",
    ],
)
def test_what_cannot_be_read_is_named_and_ignored(query):
    make_article(title="still here")
    filters = ArticleFilter(QueryDict(query), Article.objects.all())
    assert [article.title for article in filters.qs] == ["still here"]
    assert filters.errors
    assert filters.active() == []


@pytest.mark.parametrize("query", ["since=0001-01-01", "until=9999-12-31"])
def test_the_ends_of_time(query):
    make_article(title="in between")
    assert found(query) == {"in between"}


def test_chips_name_the_filters_in_force():
    make_topic(slug="storage", name="Storage", parent=make_topic())
    query = "q=quarry&topic=storage&at_least=60&since=2026-11-01&picture=no&state="
    assert labels(query) == [
        "Text: quarry",
        "Topic: Storage",
        "Score from: 60",
        "From: 1 November 2026",
        "Picture: No",
    ]
