import pytest

from tests.desk.pages import post, stale, url
from tests.factories import make_article


@pytest.fixture
def article(db):
    return make_article(folded_into=make_article(), heat=-1)


def test_doors(doors, article):
    doors(url("article-unfold", article))


def test_makes_it_a_story_of_its_own(as_alice, article):
    assert post(as_alice, "article-unfold", article).status_code == 302
    article.refresh_from_db()
    assert not article.is_folded


def test_without_a_version_nothing_happens(as_alice, article):
    assert post(as_alice, "article-unfold", article, version="x").status_code == 422


def test_a_stale_version_changes_nothing(as_alice, article):
    assert stale(as_alice, "article-unfold", article).status_code == 409
    article.refresh_from_db()
    assert article.is_folded
