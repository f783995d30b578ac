import pytest

from tests.desk.pages import moment, post, stale, text, url
from tests.factories import make_article, make_topic


@pytest.fixture
def article(db):
    return make_article(title="A quarry", topics=[make_topic(name="Storage")])


@pytest.fixture
def storage(article):
    return article.listed_topics[0]


def test_doors(doors, article):
    doors(url("article-feature", article))


def test_puts_it_on_top(as_alice, article, storage):
    typed, said = moment()
    response = post(as_alice, "article-feature", article, topic=storage.pk, until=typed)
    page = text(as_alice.get(response["Location"]))
    assert "Put on top: “A quarry”" in page
    assert 'On top of <b dir="auto">Storage</b> until' in page
    assert said in page


def test_what_is_wrong_is_named(as_alice, article, storage):
    for fields, words in (
        ({"topic": 0, "until": moment()[0]}, "Choose one of its topics."),
        ({"topic": make_topic().pk, "until": moment()[0]}, "It is not filed under"),
        ({"topic": storage.pk, "until": ""}, "Choose a day and a time."),
    ):
        response = post(as_alice, "article-feature", article, **fields)
        assert response.status_code == 422
        assert words in text(response)


def test_a_stale_version_changes_nothing(as_alice, article, storage):
    fields = {"topic": storage.pk, "until": moment()[0]}
    assert stale(as_alice, "article-feature", article, **fields).status_code == 409
