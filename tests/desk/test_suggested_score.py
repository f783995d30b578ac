"""The suggested score: in the reading pane, on the article's page and on the numbers page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.actions import articles
from articles.desk.queue.suggested import words
from articles.figures import counting
from articles.judgement.scores import suggesting
from articles.judgement.scores.features import features_of
from articles.models import Event
from articles.site import choices
from articles.site.choices import Choices
from tests.desk.pages import text
from tests.factories import make_article
from tests.judgement.scores.scored import learned, make_picture
from tests.judgement.scores.test_features import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = make_article(provider=learned(30), quality=10, images=[make_picture()])
    suggesting.refresh([article.pk])
    return article


@pytest.fixture
def are_shown():
    choices.write(Choices(shows_scores=True))


def pages(article):
    return (
        f"{reverse('desk:queue')}?at={article.pk}",
        reverse("desk:article-detail", args=[article.pk]),
    )


def test_it_stands_beside_the_article_with_its_reasons(as_alice, article, are_shown):
    for page in pages(article):
        shown = text(as_alice.get(page))
        assert "Suggested: about " in shown
        assert "usually within " in shown
        assert "a large picture +" in shown
        assert "data-suggested" in as_alice.get(page).content.decode()


def test_until_an_admin_shows_them_they_are_only_logged(as_alice, article):
    for page in pages(article):
        assert "Suggested:" not in text(as_alice.get(page))


def test_of_what_nothing_is_known_nothing_stands_there(as_alice, are_shown):
    for page in pages(make_article()):
        assert "Suggested:" not in text(as_alice.get(page))


def test_every_feature_can_be_said():
    about = story(topics=0, keywords=["ferry"], title="x" * 500, excerpt="y" * 5000)
    for feature in (*features_of(story()), *features_of(about)):
        assert words(*feature, "The Paper")


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("provider", "paper.example", "The Paper"),
        ("topics", "0", "no topic"),
        ("topics", "1", "1 topic"),
        ("topics", "3", "3 topics"),
        ("topics", "5", "5 topics or more"),
        ("length", "0", "an excerpt below 60 characters"),
        ("length", "2", "an excerpt of 120 to 180"),
        ("length", "9", "an excerpt of 540+"),
        ("headline", "0", "a title below 75 characters"),
        ("headline", "1", "a title of 75 to 90"),
        ("headline", "4", "a title of 120+"),
        ("quarter", "1", "published 06:00 to 12:00"),
        ("word", "ferry", "“ferry” in the title"),
    ],
)
def test_features_in_words(kind, value, said):
    assert words(kind, value, "The Paper") == said


def numbers(client):
    counting.count(timezone.now())
    return text(client.get(reverse("desk:numbers")))


def test_numbers_before_anybody_has_scored(as_alice):
    assert "Nobody has scored an article for which a score was suggested yet." in numbers(as_alice)


def test_numbers_say_how_often_it_was_right(as_alice, alice, article):
    articles.score(article=article, by=alice, version=1, quality=71)
    shown = numbers(as_alice)
    assert "100% of 1 score came within 10 points" in shown
    for title in ("By what was suggested, in fifths", "By source", "By person"):
        assert title in shown
    calibration = as_alice.get(reverse("desk:numbers")).context["calibration"]
    for parts, name in ((calibration.sources, "The Paper"), (calibration.people, "Alice")):
        assert [(part.name, part.count, part.given) for part in parts] == [(name, 1, 71)]


def test_a_score_that_was_undone_counts_no_more(as_alice, alice, article):
    articles.score(article=article, by=alice, version=1, quality=71)
    Event.objects.update(undone=True)
    assert "Nobody has scored an article" in numbers(as_alice)


def test_fifths_go_from_low_to_high(as_alice, alice, article):
    without = make_article(provider=article.provider)
    suggesting.refresh([without.pk])
    articles.score(article=article, by=alice, version=1, quality=60)
    articles.score(article=without, by=alice, version=1, quality=60)
    counting.count(timezone.now())
    calibration = as_alice.get(reverse("desk:numbers")).context["calibration"]
    low, high = calibration.fifths
    assert low.suggested < high.suggested
    assert (low.count, high.count, low.given, high.given) == (1, 1, 60, 60)


def test_the_newest_scores_count(as_alice, alice, article, monkeypatch):
    monkeypatch.setattr("articles.desk.numbers.calibration.NEWEST", 1)
    for version, quality in ((1, 20), (2, 30)):
        articles.score(article=article, by=alice, version=version, quality=quality)
    counting.count(timezone.now())
    calibration = as_alice.get(reverse("desk:numbers")).context["calibration"]
    assert [part.given for part in calibration.people] == [30]
