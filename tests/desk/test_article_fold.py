import pytest

from tests.desk.pages import post, stale, text, url
from tests.factories import make_article


@pytest.fixture
def lead(db):
    return make_article(title="The lead")


def test_doors(doors, article):
    doors(url("article-fold", article))


def test_folds(as_alice, article, lead):
    assert post(as_alice, "article-fold", article, into=lead.pk).status_code == 302
    article.refresh_from_db()
    assert article.folded_into == lead
    assert lead.links.get().target == article


@pytest.mark.parametrize("into", ["", "x", "999"])
def test_into_what_is_not_there_is_refused(as_alice, article, into):
    assert post(as_alice, "article-fold", article, into=into).status_code == 422


def test_into_itself_is_refused(as_alice, article):
    response = post(as_alice, "article-fold", article, into=article.pk)
    assert response.status_code == 422
    assert "cannot be folded into itself" in text(response)


def test_a_stale_version_changes_nothing(as_alice, article, lead):
    assert stale(as_alice, "article-fold", article, into=lead.pk).status_code == 409
    assert not lead.links.exists()
