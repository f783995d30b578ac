import pytest

from articles.models import Feature
from tests.desk.pages import post, stale, text, url
from tests.factories import make_feature


@pytest.fixture
def place(db):
    return make_feature()


def test_doors(doors, place):
    doors(url("article-unfeature", place.article))


def test_takes_it_off(as_alice, place):
    response = post(as_alice, "article-unfeature", place.article, topic=place.topic_id)
    assert "Took off the top: “Story" in text(as_alice.get(response["Location"]))
    assert not Feature.objects.exists()


def test_an_unknown_topic_is_refused(as_alice, place):
    assert post(as_alice, "article-unfeature", place.article, topic=0).status_code == 422


def test_a_stale_version_changes_nothing(as_alice, place):
    fields = {"topic": place.topic_id}
    assert stale(as_alice, "article-unfeature", place.article, **fields).status_code == 409
