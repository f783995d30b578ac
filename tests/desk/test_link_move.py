import pytest

from tests.desk.pages import post, stale, url
from tests.factories import make_article, make_link


@pytest.fixture
def links(article):
    return [make_link(article, title=title) for title in ("one", "two", "three")]


def order(article):
    return [link.title for link in article.links.all()]


def test_doors(doors, article, links):
    doors(url("link-move", article, links[0].pk))


@pytest.mark.parametrize(
    ("which", "to", "titles"),
    [
        (0, 1, ["two", "one", "three"]),
        (2, 0, ["three", "one", "two"]),
        (1, 9, ["one", "three", "two"]),
    ],
)
def test_moves(as_alice, article, links, which, to, titles):
    assert post(as_alice, "link-move", article, links[which].pk, to=to).status_code == 302
    assert order(article) == titles


@pytest.mark.parametrize("to", ["", "-1", "x", "9" * 30])
def test_to_nowhere_is_refused(as_alice, article, links, to):
    assert post(as_alice, "link-move", article, links[0].pk, to=to).status_code == 422
    assert order(article) == ["one", "two", "three"]


def test_a_link_of_another_article_is_not_found(as_alice, links):
    assert post(as_alice, "link-move", make_article(), links[0].pk, to=1).status_code == 404


def test_a_stale_version_changes_nothing(as_alice, article, links):
    assert stale(as_alice, "link-move", article, links[0].pk, to=1).status_code == 409
    assert order(article) == ["one", "two", "three"]
