"""Where a score lies to the threshold of its article, in each of the words that queries have."""

from itertools import product

import pytest
from django.db.models import F

from articles import paging
from articles.models import Article, Review
from articles.query import conditions
from articles.queue import score_bands
from articles.site import choices
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db
SCORES = (None, 0, 4, 5, 20, 21, 35, 36, 44, 45, 54, 55, 69, 70, 75, 76, 85, 86, 115, 116, 10_000)


@pytest.fixture
def scored():
    """Articles with every score, below thresholds of their own and the site's."""
    topics = [[make_topic(threshold=own)] for own in (0, 20, 60, 100)]
    for quality, listed in product(SCORES, [[], *topics]):
        make_article(quality=quality, topics=listed)
    make_article(quality=71, topics=topics[2], review=Review.REVIEWED)


def band_of(article):
    if article.quality is None:
        return "none"
    above = article.quality - choices.threshold(article.threshold)
    return "low" if above < -15 else "border" if above <= 15 else "high"


def keys(condition):
    found = Article.objects.order_by().alias(points=F("score") + 0).filter(condition)
    return sorted(found.values_list("pk", flat=True))


@pytest.mark.parametrize("site", [0, 5, 70, 200])
@pytest.mark.parametrize("band", ["high", "border", "low", "none"])
@pytest.mark.usefixtures("scored")
def test_all_words_for_a_band_mean_the_same(settings, site, band):
    settings.QUALITY_THRESHOLD = site
    expected = sorted(one.pk for one in Article.objects.all() if band_of(one) == band)
    assert expected
    assert keys(score_bands.condition(band)) == expected
    for column in ("score", "points"):
        assert keys(score_bands.walked(band, column)) == expected
    assert (
        sorted(
            Article.objects.alias(of=score_bands.band())
            .filter(of=band)
            .values_list("pk", flat=True)
        )
        == expected
    )


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.usefixtures("scored")
def test_borderline(monkeypatch, few):
    monkeypatch.setattr(paging, "FEW", few)
    expected = {one.pk for one in Article.objects.all() if band_of(one) == "border"}
    assert {*keys(conditions.borderline())} == expected
    others = {*Article.objects.values_list("pk", flat=True)} - expected
    assert {*keys(~conditions.borderline())} == others


@pytest.mark.parametrize("quality", [0, 20, 69, 70, 150])
@pytest.mark.usefixtures("scored")
def test_which_thresholds_a_score_reaches(quality):
    found = Article.objects.filter(conditions.reached_by(quality))
    expected = {
        one.pk for one in Article.objects.all() if quality >= choices.threshold(one.threshold)
    }
    assert {one.pk for one in found} == expected


def test_without_any_topic_the_sites_is_the_only_one():
    make_article(quality=85)
    make_article(quality=86)
    least, most = conditions.reach(*conditions.NEAR)
    found = Article.objects.annotate(least=least, most=most).values_list("least", "most")
    assert set(found) == {(55, 85)}
