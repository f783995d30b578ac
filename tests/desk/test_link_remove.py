import pytest

from tests.desk.pages import post, stale, url
from tests.factories import make_article, make_link


@pytest.fixture
def link(article):
    return make_link(article)


def test_doors(doors, article, link):
    doors(url("link-remove", article, link.pk))


def test_removes(as_alice, article, link):
    assert post(as_alice, "link-remove", article, link.pk).status_code == 302
    assert not article.links.exists()


def test_a_link_of_another_article_is_not_found(as_alice, link):
    assert post(as_alice, "link-remove", make_article(), link.pk).status_code == 404
    assert link.article.links.exists()


def test_without_a_version_nothing_happens(as_alice, article, link):
    assert post(as_alice, "link-remove", article, link.pk, version="x").status_code == 422
    assert article.links.exists()


def test_a_stale_version_changes_nothing(as_alice, article, link):
    assert stale(as_alice, "link-remove", article, link.pk).status_code == 409
    assert article.links.exists()
