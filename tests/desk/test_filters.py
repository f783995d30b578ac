from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from articles import paging
from articles.models import Article, Conflict, Review, State
from articles.queue.filters import ArticleFilter
from articles.times import long_date
from tests.factories import NOON, make_article, make_image, make_link, make_provider, make_topic

pytestmark = pytest.mark.django_db


def found(query):
    return {article.title for article in ArticleFilter(QueryDict(query), Article.objects.all()).qs}


def labels(query):
    return [chip.label for chip in ArticleFilter(QueryDict(query), Article.objects.all()).active()]


@pytest.mark.parametrize("few", [0, 1000])
def test_topic_with_its_descendants(monkeypatch, few):
    monkeypatch.setattr(paging, "FEW", few)
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
        ("since=2026-11", {"today", "yesterday"}),
    ],
)
def test_dates(query, titles):
    make_article(title="today", published_at=NOON)
    make_article(title="yesterday", published_at=NOON - timedelta(hours=12, seconds=1))
    assert found(query) == titles


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("today", {"now"}),
        ("since Yesterday", {"now", "yesterday"}),
        ("last 7 days", {"now", "yesterday"}),
        ("7d", {"now", "yesterday"}),
        ("3 weeks ago", {"now", "yesterday", "long ago"}),
    ],
)
def test_days_in_words(words, titles):
    for title, days in (("now", 0), ("yesterday", 1), ("long ago", 20)):
        make_article(title=title, published_at=timezone.now() - timedelta(days=days))
    assert found(f"since={words}") == titles


@pytest.mark.parametrize("written", ["11/20/2026", "2026-02-30", "soon", "20.11.2026"])
@pytest.mark.parametrize("name", ["since", "until", "decided_since", "decided_until"])
def test_what_is_no_day_is_told_how_to_write_one(name, written):
    form = ArticleFilter(QueryDict(f"{name}={written}"), Article.objects.all()).form
    (error,) = form.errors[name]
    assert error.startswith(f"“{written}” is no ")
    assert "2026-11-20" in error


def test_a_chip_says_which_day_words_mean():
    day = long_date(timezone.now().date())
    assert labels("since=today") == [f"From: today, {day}"]
    assert labels("until=2026-11-20") == ["Until: 20 November 2026"]


@pytest.mark.parametrize(
    ("band", "titles"),
    [
        ("none", {"none"}),
        ("low", {"0", "54"}),
        ("border", {"55", "85"}),
        ("high", {"86", "10000"}),
    ],
)
@pytest.mark.parametrize("sort", ["newest", "quality"])
@pytest.mark.parametrize("few", [0, 1000])
def test_score_bands(monkeypatch, band, titles, sort, few):
    monkeypatch.setattr(paging, "FEW", few)
    for quality in (None, 0, 54, 55, 85, 86, 10000):
        make_article(title=str(quality).lower(), quality=quality)
    assert found(f"band={band}&sort={sort}") == titles


@pytest.mark.parametrize("sort", ["newest", "quality"])
@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize(
    ("band", "titles"),
    [("low", {"44"}), ("border", {"45", "75"}), ("high", {"76", "the site's"})],
)
def test_score_bands_by_a_topics_threshold(monkeypatch, band, titles, sort, few):
    monkeypatch.setattr(paging, "FEW", few)
    topic = make_topic(threshold=60)
    for quality in (44, 45, 75, 76):
        make_article(title=str(quality), quality=quality, topics=[topic])
    make_article(title="the site's", quality=86)
    assert found(f"band={band}&sort={sort}") == titles


def test_chips_name_score_bands():
    assert labels("band=border") == ["Score: Threshold ±15"]


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
    query = "topic=storage&at_least=60&since=2026-11-01&picture=no&state="
    assert labels(query) == [
        "Topic: Storage",
        "Score from: 60",
        "From: 1 November 2026",
        "Picture: No",
    ]
