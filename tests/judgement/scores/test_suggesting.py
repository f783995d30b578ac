from functools import partial

import pytest

from articles.actions import articles
from articles.judgement import indexing
from articles.judgement.scores import learning, suggesting
from articles.models import ScoreComparison, ScoreModel, ScoreSuggestion
from tests.factories import make_article, make_provider
from tests.judgement.scores.scored import WITH_PICTURE, WITHOUT, learned, make_picture
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return learned()


@pytest.fixture
def article(provider):
    """One with a picture that the model has not seen, scored 10 by a machine."""
    article = make_article(provider=provider, quality=10, images=[make_picture()])
    suggesting.refresh([article.pk])
    return article


def suggestion(article):
    return ScoreSuggestion.objects.filter(article=article).first()


def test_it_suggests_what_others_like_it_have(provider, article):
    without = make_article(provider=provider)
    suggesting.refresh([without.pk])
    assert suggestion(article).score == pytest.approx(WITH_PICTURE, abs=3)
    assert suggestion(without).score == pytest.approx(WITHOUT, abs=3)
    assert suggestion(article).model == ScoreModel.objects.get()
    assert suggestion(article).reasons[0][:2] == ["picture", "large"]


def test_it_is_silent_of_strangers(provider):
    stranger = make_article(provider=make_provider())
    suggesting.refresh([stranger.pk])
    assert suggestion(stranger) is None


def test_without_a_model_nothing_is_suggested():
    article = make_article()
    suggesting.refresh([article.pk])
    assert suggestion(article) is None


def test_a_newer_model_takes_the_place_of_the_older(article):
    newer = learning.learn()
    suggesting.refresh([article.pk])
    assert suggestion(article).model == newer


def test_what_nothing_is_known_of_any_more_loses_its_suggestion(article):
    article.provider = make_provider()
    article.save()
    suggesting.refresh([article.pk])
    assert suggestion(article) is None


def test_what_comes_or_changes_is_suggested_for(provider):
    article = make_article(provider=provider)
    indexing.note([article.pk])
    indexing.index_all()
    assert suggestion(article) is not None


def test_queries_do_not_grow(provider):
    keys = [make_article(provider=provider).pk for _ in range(20)]
    suggesting.refresh(keys[:1])  # the model is read once
    few, many = (len(queries(partial(suggesting.refresh, some))) for some in (keys[:2], keys))
    assert few == many <= 8


def test_a_persons_score_is_noted_beside_the_suggestion(article, alice):
    articles.score(article=article, by=alice, version=1, quality=90)
    noted = ScoreComparison.objects.get()
    assert noted.event == article.events.get(action="score")
    assert (noted.score, noted.given, noted.machine) == (suggestion(article).score, 90, 10)


def test_the_score_before_was_no_machines_the_second_time(article, alice):
    articles.score(article=article, by=alice, version=1, quality=90)
    articles.score(article=article, by=alice, version=2, quality=80)
    assert list(ScoreComparison.objects.order_by("pk").values_list("machine", flat=True)) == [
        10,
        None,
    ]


def test_no_score_is_compared_with_nothing(article, alice):
    articles.score(article=article, by=alice, version=1, quality=None)
    articles.score(article=make_article(), by=alice, version=1, quality=40)
    assert not ScoreComparison.objects.exists()


def test_the_same_score_again_is_no_act_and_not_noted(article, alice):
    done = articles.score(article=article, by=alice, version=1, quality=90)
    articles.score(article=article, by=alice, version=done.row.version, quality=90)
    assert ScoreComparison.objects.count() == 1


def test_a_model_that_suggested_stays(article):
    with pytest.raises(Exception, match="protected"):
        ScoreModel.objects.all().delete()
